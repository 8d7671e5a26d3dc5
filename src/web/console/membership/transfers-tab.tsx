import { Button, Space, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, formatTime } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import { confirmTransfer, endTransfer, listTransfers, type TransferView } from '../api/membership.js';
import styles from '../console.module.css';
import { useAction } from '../use-action.js';
import { ReasonModal } from './reason-modal.js';
import { StateTable } from './state-table.js';

const states = ['REQUESTED', 'DONE', 'REFUSED', 'CANCELLED', 'EXPIRED'] as const;
const colours = { REQUESTED: 'warning', DONE: 'success', REFUSED: 'error', CANCELLED: 'default', EXPIRED: 'default' };

interface Ending {
  readonly transfer: TransferView;
  readonly refuse: boolean;
}

/** One union's part: its name, if this officer may know it, and whether it has confirmed. */
function Side({ name, confirmedAt }: { readonly name: string | null; readonly confirmedAt: string | null }) {
  const { t } = useTranslation();
  return (
    <>
      {name ?? <span className={styles.muted}>{t('membership.otherUnion')}</span>}
      <br />
      <span className={styles.muted}>
        {confirmedAt === null ? t('membership.waits') : t('membership.agreed', { at: formatDay(confirmedAt) })}
      </span>
    </>
  );
}

function State({ one }: { readonly one: TransferView }) {
  const { t } = useTranslation();
  const isOpen = one.state === 'REQUESTED';
  return (
    <>
      <Tag color={colours[one.state]}>{t(`membership.transfer.${one.state}`)}</Tag>
      {isOpen && one.remindedAt ? <Tag color="error">{t('membership.overdue')}</Tag> : null}
      <br />
      <span className={styles.muted}>
        {isOpen ? t('membership.until', { day: formatDay(one.expiresAt) }) : formatTime(one.endedAt ?? one.createdAt)}
      </span>
    </>
  );
}

function Acts({ one, end }: { readonly one: TransferView; readonly end: (ending: Ending) => void }) {
  const { t } = useTranslation();
  const confirmed = useAction(() => confirmTransfer(one.id), { said: t('membership.confirmed') });
  if (!one.mayConfirm && !one.mayCancel) return '—';
  return (
    <Space wrap>
      {one.mayConfirm ? (
        <>
          <Button size="small" type="primary" loading={confirmed.isPending} onClick={() => confirmed.mutate(undefined)}>
            {t('membership.confirm')}
          </Button>
          <Button size="small" onClick={() => end({ transfer: one, refuse: true })}>
            {t('membership.refuse')}
          </Button>
        </>
      ) : null}
      {one.mayCancel ? (
        <Button size="small" onClick={() => end({ transfer: one, refuse: false })}>
          {t('membership.cancel')}
        </Button>
      ) : null}
    </Space>
  );
}

function EndModal({ ending, close }: { readonly ending: Ending; readonly close: () => void }) {
  const { t } = useTranslation();
  const { transfer, refuse } = ending;
  const ended = useAction((reason: string) => endTransfer(transfer.id, { refuse, reason }), {
    said: t('membership.ended'),
    done: close,
  });
  return (
    <ReasonModal
      title={t(refuse ? 'membership.refuseTransfer' : 'membership.cancelTransfer', { name: transfer.nameMasked })}
      ok={t(refuse ? 'membership.refuse' : 'membership.cancel')}
      danger
      busy={ended.isPending}
      close={close}
      submit={({ reason }) => ended.mutate(reason)}
    />
  );
}

function useColumns(end: (ending: Ending) => void): TableColumnsType<TransferView> {
  const { t } = useTranslation();
  return [
    {
      title: t('members.name'),
      render: (_, one) =>
        one.memberId === null ? (
          one.nameMasked
        ) : (
          <Link className={styles.textLink} to={`/console/members?id=${one.memberId}`}>
            {one.nameMasked}
          </Link>
        ),
    },
    {
      title: t('membership.fromUnion'),
      render: (_, one) => <Side name={one.fromOrgName} confirmedAt={one.fromConfirmedAt} />,
    },
    {
      title: t('membership.toUnion'),
      render: (_, one) => <Side name={one.toOrgName} confirmedAt={one.toConfirmedAt} />,
    },
    { title: t('membership.askedBy'), render: (_, one) => t(`membership.side.${one.requestedSide}`) },
    { title: t('membership.reason'), render: (_, one) => one.endedReason ?? one.reason ?? '—' },
    { title: t('membership.state'), render: (_, one) => <State one={one} /> },
    { title: t('membership.act'), render: (_, one) => <Acts one={one} end={end} /> },
  ];
}

/** Moves between unions: the own side whole, the other one unnamed until both have confirmed. */
export function TransfersTab() {
  const { t } = useTranslation();
  const [ending, setEnding] = useState<Ending | null>(null);
  const columns = useColumns(setEnding);
  return (
    <>
      <StateTable<TransferView>
        name="transfers"
        states={states.map((value) => ({ value, label: t(`membership.transfer.${value}`) }))}
        load={listTransfers}
        columns={columns}
        noneWaiting={t('membership.noTransfers')}
      />
      {ending ? <EndModal ending={ending} close={() => setEnding(null)} /> : null}
    </>
  );
}
