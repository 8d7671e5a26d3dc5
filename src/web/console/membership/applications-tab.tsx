import { Button, Space, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { decideApplication, listApplications, type ApplicationView } from '../api/membership.js';
import styles from '../console.module.css';
import { useAction } from '../use-action.js';
import { ReasonModal } from './reason-modal.js';
import { StateTable } from './state-table.js';

const states = ['PENDING', 'JOINED', 'TRANSFER', 'REFUSED', 'CANCELLED'] as const;
const colours = {
  PENDING: 'warning',
  JOINED: 'success',
  TRANSFER: 'processing',
  REFUSED: 'error',
  CANCELLED: 'default',
};

/** The decision, for who may decide: never who proposed; of the others, who decided and why. */
function Decision({ one, refuse }: { readonly one: ApplicationView; readonly refuse: () => void }) {
  const { t } = useTranslation();
  const approved = useAction(() => decideApplication(one.id, { approve: true }), { said: t('membership.decided') });
  if (one.mayDecide)
    return (
      <Space>
        <Button size="small" type="primary" loading={approved.isPending} onClick={() => approved.mutate(undefined)}>
          {t('membership.approve')}
        </Button>
        <Button size="small" onClick={refuse}>
          {t('membership.refuse')}
        </Button>
      </Space>
    );
  const decided = [one.decidedBy, one.reason].filter((part) => part !== null).join('：') || '—';
  return <span className={styles.muted}>{one.state === 'PENDING' ? t('categories.other') : decided}</span>;
}

function RefuseModal({ one, close }: { readonly one: ApplicationView; readonly close: () => void }) {
  const { t } = useTranslation();
  const refused = useAction((reason: string) => decideApplication(one.id, { approve: false, reason }), {
    said: t('membership.decided'),
    done: close,
  });
  return (
    <ReasonModal
      title={t('membership.refuseTitle', { name: one.name })}
      why={t('membership.refuseWhy')}
      ok={t('membership.refuse')}
      danger
      busy={refused.isPending}
      close={close}
      submit={({ reason }) => refused.mutate(reason)}
    />
  );
}

function useColumns(refuse: (one: ApplicationView) => void): TableColumnsType<ApplicationView> {
  const { t } = useTranslation();
  const number = (text: string | null) => <span className={styles.number}>{text ?? '—'}</span>;
  return [
    { title: t('members.name'), dataIndex: 'name' },
    { title: t('members.idNumber'), render: (_, one) => number(one.idNumberMasked) },
    { title: t('members.phone'), render: (_, one) => number(one.phoneMasked) },
    { title: t('members.org'), dataIndex: 'orgName' },
    {
      title: t('membership.from'),
      render: (_, one) => (one.kind === 'SELF' ? t('membership.self') : (one.proposedBy ?? '—')),
    },
    { title: t('membership.at'), render: (_, one) => formatTime(one.createdAt) },
    {
      title: t('membership.state'),
      render: (_, one) => <Tag color={colours[one.state]}>{t(`membership.application.${one.state}`)}</Tag>,
    },
    { title: t('categories.decide'), render: (_, one) => <Decision one={one} refuse={() => refuse(one)} /> },
  ];
}

/** Who applied or was proposed. */
export function ApplicationsTab() {
  const { t } = useTranslation();
  const [refusing, setRefusing] = useState<ApplicationView | null>(null);
  const columns = useColumns(setRefusing);
  return (
    <>
      <StateTable<ApplicationView>
        name="applications"
        states={states.map((value) => ({ value, label: t(`membership.application.${value}`) }))}
        load={listApplications}
        columns={columns}
        noneWaiting={t('membership.noPending')}
      />
      {refusing ? <RefuseModal one={refusing} close={() => setRefusing(null)} /> : null}
    </>
  );
}
