import { Button, Popconfirm, Space, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { decideWithdrawal, listWithdrawals, type WithdrawalView } from '../api/membership.js';
import styles from '../console.module.css';
import { useAction } from '../use-action.js';
import { ReasonModal } from './reason-modal.js';
import { StateTable } from './state-table.js';

const colours = { REQUESTED: 'warning', CONFIRMED: 'default', DECLINED: 'success', CANCELLED: 'default' } as const;
const states = ['REQUESTED', 'CONFIRMED', 'DECLINED', 'CANCELLED'] as const;

function Decision({ one, answer }: { readonly one: WithdrawalView; readonly answer: () => void }) {
  const { t } = useTranslation();
  const confirmed = useAction(() => decideWithdrawal(one.id, { confirm: true }), { said: t('membership.decided') });
  if (!one.mayDecide) return <span className={styles.muted}>{one.answer ?? '—'}</span>;
  return (
    <Space>
      <Button size="small" type="primary" onClick={answer}>
        {t('leave.talked')}
      </Button>
      <Popconfirm
        title={t('membership.step.WITHDRAW.title', { name: one.name })}
        description={t('membership.step.WITHDRAW.why')}
        okText={t('leave.confirm')}
        onConfirm={() => confirmed.mutate(undefined)}
      >
        <Button size="small" danger loading={confirmed.isPending}>
          {t('leave.confirm')}
        </Button>
      </Popconfirm>
    </Space>
  );
}

function AnswerModal({ one, close }: { readonly one: WithdrawalView; readonly close: () => void }) {
  const { t } = useTranslation();
  const answered = useAction((answer: string) => decideWithdrawal(one.id, { confirm: false, answer }), {
    said: t('membership.decided'),
    done: close,
  });
  return (
    <ReasonModal
      title={t('leave.talkedTitle', { name: one.name })}
      why={t('leave.talkedWhy')}
      ok={t('leave.send')}
      busy={answered.isPending}
      close={close}
      submit={({ reason }) => answered.mutate(reason)}
    />
  );
}

function useColumns(answer: (one: WithdrawalView) => void): TableColumnsType<WithdrawalView> {
  const { t } = useTranslation();
  return [
    { title: t('members.name'), dataIndex: 'name' },
    { title: t('members.org'), dataIndex: 'orgName' },
    { title: t('membership.reason'), render: (_, one) => one.reason ?? '—' },
    { title: t('membership.at'), render: (_, one) => formatTime(one.requestedAt) },
    {
      title: t('membership.state'),
      render: (_, one) => <Tag color={colours[one.state]}>{t(`leave.state.${one.state}`)}</Tag>,
    },
    { title: t('membership.act'), render: (_, one) => <Decision one={one} answer={() => answer(one)} /> },
  ];
}

/** Members who asked on the phone to leave the union. */
export function WithdrawalsTab() {
  const { t } = useTranslation();
  const [answering, setAnswering] = useState<WithdrawalView | null>(null);
  const columns = useColumns(setAnswering);
  return (
    <>
      <StateTable<WithdrawalView>
        name="withdrawals"
        states={states.map((value) => ({ value, label: t(`leave.state.${value}`) }))}
        load={listWithdrawals}
        columns={columns}
        noneWaiting={t('leave.noneWaiting')}
      />
      {answering ? <AnswerModal one={answering} close={() => setAnswering(null)} /> : null}
    </>
  );
}
