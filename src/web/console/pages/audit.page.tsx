import { Button, Descriptions, Drawer, Form, Input, Select, Space } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { useQueryParams } from '../../shared/router.js';
import { type AuditEntryView, type AuditFilter, listAudit } from '../api/privacy.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';

const names = [
  'action',
  'subjectKind',
  'subjectId',
  'actorId',
  'fromOn',
  'untilOn',
] as const satisfies readonly (keyof AuditFilter)[];

/** What auditors ask for most; anything else is typed. */
const actions = [
  'member.revealed',
  'member.erased',
  'erasure',
  'consent',
  'category',
  'card',
  'campaign',
  'budget',
  'login',
  'retention',
  'union-org',
];

function filterOf(query: URLSearchParams): AuditFilter {
  const value = (name: (typeof names)[number]): string => query.get(name) ?? '';
  return {
    action: value('action'),
    subjectKind: value('subjectKind'),
    subjectId: value('subjectId'),
    actorId: value('actorId'),
    fromOn: value('fromOn'),
    untilOn: value('untilOn'),
  };
}

function useActionText(): (action: string) => string {
  const { t } = useTranslation();
  return (action) => t(`audit.action.${action.replaceAll('.', '_')}`, { defaultValue: action });
}

function kindText(t: TFunction, { subjectKind }: AuditEntryView): string {
  return t(`audit.kind.${subjectKind}`, { defaultValue: subjectKind });
}

function Actor({ one }: { readonly one: AuditEntryView }) {
  const { t } = useTranslation();
  return <>{one.actorName ?? t(`audit.actor.${one.actorKind}`)}</>;
}

function EntryDrawer({
  one,
  close,
  narrow,
}: {
  readonly one: AuditEntryView;
  readonly close: () => void;
  readonly narrow: (changes: Readonly<Record<string, string>>) => void;
}) {
  const { t } = useTranslation();
  const actionText = useActionText();
  const detail = Object.entries(one.detail).map(([key, value]) => ({
    key,
    label: t(`audit.detail.${key}`, { defaultValue: key }),
    children: typeof value === 'string' ? value : JSON.stringify(value),
  }));
  return (
    <Drawer open title={actionText(one.action)} onClose={close} size="large">
      <Descriptions
        column={1}
        bordered
        size="small"
        items={[
          { key: 'at', label: t('audit.at'), children: formatTime(one.at) },
          { key: 'who', label: t('audit.who'), children: <Actor one={one} /> },
          { key: 'subject', label: t('audit.subject'), children: `${kindText(t, one)} · ${one.subjectId}` },
          ...detail,
        ]}
      />
      <Space wrap style={{ marginTop: 16 }}>
        <Button onClick={() => narrow({ subjectKind: one.subjectKind, subjectId: one.subjectId })}>
          {t('audit.sameSubject')}
        </Button>
        <Button onClick={() => narrow({ actorId: one.actorId })}>{t('audit.sameActor')}</Button>
      </Space>
    </Drawer>
  );
}

/** What narrows the trail: what was done, when, and to what. */
function FilterForm({
  filter,
  change,
  clear,
}: {
  readonly filter: ReturnType<typeof filterOf>;
  readonly change: (changes: Record<string, string>) => void;
  readonly clear: Record<string, string> | null;
}) {
  const { t } = useTranslation();
  const actionText = useActionText();
  return (
    <Form layout="vertical">
      <Space wrap align="end">
        <Form.Item label={t('audit.what')} htmlFor="audit-action">
          <Select
            id="audit-action"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            style={{ width: 200 }}
            placeholder={t('audit.all')}
            value={filter.action || null}
            onChange={(action: string | null) => change({ action: action ?? '' })}
            options={actions.map((value) => ({ value, label: actionText(value) }))}
          />
        </Form.Item>
        <Form.Item label={t('audit.from')} htmlFor="audit-from">
          <Input
            id="audit-from"
            type="date"
            value={filter.fromOn}
            onChange={(event) => change({ fromOn: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('audit.until')} htmlFor="audit-until">
          <Input
            id="audit-until"
            type="date"
            value={filter.untilOn}
            onChange={(event) => change({ untilOn: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('audit.subjectId')} htmlFor="audit-subject">
          <Input.Search
            id="audit-subject"
            allowClear
            key={filter.subjectId}
            defaultValue={filter.subjectId}
            style={{ width: 240 }}
            onSearch={(subjectId) => change({ subjectId: subjectId.trim(), subjectKind: '' })}
          />
        </Form.Item>
        {clear ? (
          <Form.Item>
            <Button onClick={() => change(clear)}>{t('audit.clear')}</Button>
          </Form.Item>
        ) : null}
      </Space>
    </Form>
  );
}

/** Who did what, the newest first; nothing here can be changed by anybody. */
export default function AuditPage() {
  const { t } = useTranslation();
  const actionText = useActionText();
  const [query, change] = useQueryParams();
  const [opened, setOpened] = useState<AuditEntryView | null>(null);
  const filter = filterOf(query);
  const isNarrowed = names.some((name) => filter[name] !== '');
  const clear = Object.fromEntries(names.map((name) => [name, '']));
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.audit')}</h1>
      </div>
      <section className={styles.panel}>
        <p className={styles.muted}>{t('audit.why')}</p>
        <FilterForm filter={filter} change={change} clear={isNarrowed ? clear : null} />
        <PagedTable<AuditEntryView>
          queryKey={['audit', filter]}
          load={(cursor, signal) => listAudit(filter, cursor, signal)}
          rowKey={(one) => one.id}
          empty={t('audit.empty')}
          open={setOpened}
          columns={[
            {
              title: t('audit.what'),
              render: (_, one) => (
                <Button type="link" size="small" onClick={() => setOpened(one)}>
                  {actionText(one.action)}
                </Button>
              ),
            },
            { title: t('audit.at'), render: (_, one) => formatTime(one.at) },
            { title: t('audit.who'), render: (_, one) => <Actor one={one} /> },
            {
              title: t('audit.subject'),
              render: (_, one) => kindText(t, one),
            },
            {
              title: t('audit.purpose'),
              render: (_, { detail }) => {
                const said = detail['purpose'] ?? detail['reason'] ?? detail['note'];
                return typeof said === 'string' ? said : '—';
              },
            },
          ]}
        />
      </section>
      {opened ? (
        <EntryDrawer
          one={opened}
          close={() => setOpened(null)}
          narrow={(changes) => {
            change({ ...clear, ...changes });
            setOpened(null);
          }}
        />
      ) : null}
    </div>
  );
}
