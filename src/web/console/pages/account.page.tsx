import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { ErrorState, Skeleton } from '../../shared/ui/states.js';
import { changePassword, endSession, listSessions, type SessionList } from '../api/officers.js';
import styles from '../console.module.css';
import { FoldingTable } from '../folding-table.js';
import { useAction } from '../use-action.js';

interface Change {
  readonly current: string;
  readonly next: string;
  readonly repeated: string;
}

function Password() {
  const { t } = useTranslation();
  const [form] = Form.useForm<Change>();
  const changed = useAction(({ current, next }: Change) => changePassword({ current, next }), {
    said: t('account.changed'),
    done: () => form.resetFields(),
  });
  return (
    <Form form={form} layout="vertical" onFinish={(change: Change) => changed.mutate(change)} style={{ maxWidth: 420 }}>
      <Form.Item name="current" label={t('account.current')} rules={[{ required: true }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="next" label={t('account.next')} extra={t('account.hint')} rules={[{ required: true, min: 12 }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeated"
        label={t('account.repeated')}
        dependencies={['next']}
        rules={[
          { required: true },
          ({ getFieldValue }) => ({
            validator: (_, value: unknown) =>
              value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('account.differs'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={changed.isPending}>
        {t('account.change')}
      </Button>
    </Form>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const sessions = useQuery({ queryKey: ['own-sessions'], queryFn: ({ signal }) => listSessions(signal) });
  const ended = useAction(endSession, { said: t('account.ended') });
  if (sessions.isPending) return <Skeleton heights={[40, 40]} />;
  if (!sessions.data) return <ErrorState error={sessions.error} retry={() => void sessions.refetch()} />;
  return (
    <FoldingTable<SessionList['items'][number]>
      rowKey={({ id }) => id}
      rows={sessions.data.items}
      columns={[
        { title: t('account.since'), render: (_, { createdAt }) => formatTime(createdAt) },
        { title: t('account.until'), render: (_, { expiresAt }) => formatTime(expiresAt) },
        {
          title: t('officers.actions'),
          render: (_, { id, isThis }) =>
            isThis ? (
              t('account.this')
            ) : (
              <Button size="small" onClick={() => ended.mutate(id)}>
                {t('account.end')}
              </Button>
            ),
        },
      ]}
    />
  );
}

/** One's own password and where one is signed in. */
export default function AccountPage() {
  const { t } = useTranslation();
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.account')}</h1>
      </div>
      <section className={styles.panel}>
        <h2>{t('account.password')}</h2>
        <Password />
      </section>
      <section className={styles.panel}>
        <h2>{t('account.sessions')}</h2>
        <Sessions />
      </section>
    </div>
  );
}
