import { Alert, Button, Input, Modal, Space, type TableColumnsType, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, formatTime } from '../../shared/format.js';
import { type ActivationCode, blockOfficer, listOfficers, type OfficerView, resetOfficer } from '../api/officers.js';
import styles from '../console.module.css';
import { EditRoles, NewOfficer } from '../officers/officer-form.js';
import { PagedTable } from '../paged-table.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';

/** Shown once: the link goes to the officer by hand, never by mail. */
function CodeShown({ code, close }: { readonly code: ActivationCode; readonly close: () => void }) {
  const { t } = useTranslation();
  const link = `${location.origin}/console/activate#${code.code}`;
  return (
    <Modal open title={t('officers.code')} onCancel={close} onOk={close} cancelButtonProps={{ hidden: true }}>
      <p>{t('officers.codeHint', { name: code.officer.displayName, until: formatTime(code.expiresAt) })}</p>
      <Typography.Paragraph copyable={{ text: link }} code style={{ wordBreak: 'break-all' }}>
        {link}
      </Typography.Paragraph>
      <Alert type="warning" showIcon title={t('officers.codeOnce')} />
    </Modal>
  );
}

interface Asked {
  readonly officer: OfficerView;
  readonly what: 'block' | 'unblock' | 'reset';
}

/** Blocking and beginning anew ask why; the reason stands in the trail. */
function WithReason({
  asked: { officer, what },
  close,
  reset,
}: {
  readonly asked: Asked;
  readonly close: () => void;
  readonly reset: (code: ActivationCode) => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const blocked = useAction(() => blockOfficer(officer.id, what === 'block', reason.trim()), {
    said: t(`officers.done.${what}`),
    done: close,
  });
  const begun = useAction(() => resetOfficer(officer.id, reason.trim()), { done: reset });
  return (
    <Modal
      open
      title={t(`officers.ask.${what}`, { name: officer.displayName })}
      onCancel={close}
      okText={t(`officers.${what}`)}
      okButtonProps={{ disabled: reason.trim() === '', danger: what !== 'unblock' }}
      onOk={() => (what === 'reset' ? begun.mutate(undefined) : blocked.mutate(undefined))}
      confirmLoading={blocked.isPending || begun.isPending}
    >
      <p>{t(`officers.means.${what}`)}</p>
      <label htmlFor="officer-reason">{t('officers.reason')}</label>
      <Input id="officer-reason" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
    </Modal>
  );
}

const tagColors = { ACTIVE: 'success', WAITING: 'processing', CODE_EXPIRED: 'warning', BLOCKED: 'error' } as const;

function Roles({ officer }: { readonly officer: OfficerView }) {
  const { t } = useTranslation();
  return (
    <>
      {officer.roles.map(({ role, orgId, orgName, untilOn, ended }) => (
        <div key={`${role}-${orgId}`}>
          {t(`officers.roles.${role}`)} · {orgName}
          {untilOn === null
            ? null
            : ` · ${t(ended ? 'officers.endedOn' : 'officers.untilOn', { day: formatDay(untilOn) })}`}
        </div>
      ))}
    </>
  );
}

/** Who, in which state, what they may do where, and what can be done about it by who looks after them. */
function useColumns(edit: (officer: OfficerView) => void, ask: (asked: Asked) => void): TableColumnsType<OfficerView> {
  const { t } = useTranslation();
  return [
    { title: t('officers.name'), dataIndex: 'displayName' },
    { title: t('common.username'), dataIndex: 'username' },
    {
      title: t('officers.state'),
      render: (_, { state }) => <Tag color={tagColors[state]}>{t(`officers.states.${state}`)}</Tag>,
    },
    { title: t('officers.role'), render: (_, officer) => <Roles officer={officer} /> },
    {
      title: t('officers.actions'),
      render: (_, officer) =>
        officer.mayLookAfter ? (
          <Space wrap size="small">
            <Button size="small" onClick={() => edit(officer)}>
              {t('officers.edit')}
            </Button>
            <Button size="small" onClick={() => ask({ officer, what: 'reset' })}>
              {t('officers.reset')}
            </Button>
            <Button size="small" onClick={() => ask({ officer, what: officer.active ? 'block' : 'unblock' })}>
              {t(officer.active ? 'officers.block' : 'officers.unblock')}
            </Button>
          </Space>
        ) : null,
    },
  ];
}

/** Officers of one's own part of the union: who may do what where, and until when. */
export default function OfficersPage() {
  const { t } = useTranslation();
  const mayWrite = useMay('officers.write');
  const [q, setQ] = useState('');
  const [making, setMaking] = useState(false);
  const [edited, setEdited] = useState<OfficerView | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [code, setCode] = useState<ActivationCode | null>(null);
  const columns = useColumns(setEdited, setAsked);
  const show = (next: ActivationCode): void => {
    setMaking(false);
    setAsked(null);
    setCode(next);
  };
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.officers')}</h1>
        {mayWrite ? (
          <Button type="primary" onClick={() => setMaking(true)}>
            {t('officers.new')}
          </Button>
        ) : null}
      </div>
      <section className={styles.panel}>
        <Input.Search
          aria-label={t('officers.search')}
          placeholder={t('officers.search')}
          allowClear
          onSearch={(text) => setQ(text.trim())}
        />
        <PagedTable<OfficerView>
          queryKey={['officers', q]}
          load={(cursor, signal) => listOfficers(q, cursor, signal)}
          rowKey={({ id }) => id}
          empty={t('officers.empty')}
          columns={columns}
        />
      </section>
      {making ? <NewOfficer close={() => setMaking(false)} made={show} /> : null}
      {edited ? <EditRoles officer={edited} close={() => setEdited(null)} /> : null}
      {asked ? <WithReason asked={asked} close={() => setAsked(null)} reset={show} /> : null}
      {code ? <CodeShown code={code} close={() => setCode(null)} /> : null}
    </div>
  );
}
