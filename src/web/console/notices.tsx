import { Alert, Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount, formatFen } from '../shared/format.js';
import { Link } from '../shared/router.js';
import { type AlertView, noteAlert } from './api/alerts.js';
import { rebuildTallies } from './api/overview.js';
import styles from './console.module.css';
import { useAction } from './use-action.js';
import { useMay } from './use-may.js';

const endingCode = 'CATEGORY_ENDING_';
const waitingKinds = ['applications', 'transfers', 'withdrawals', 'retained'] as const;
const soonDays = 7;

const isWaitingKind = (kind: string): boolean => waitingKinds.some((one) => one === kind);

/** Above this a notice is a warning. */
const nearlyUsed = 80;

/** What people should know; one click notes it, and it goes by itself when it is no longer so. */
export function Notices({ notices }: { readonly notices: readonly AlertView[] }) {
  const { t } = useTranslation();
  const mayDecide = useMay('members.change');
  if (notices.length === 0) return null;
  const endings = notices.filter(({ code }) => code.startsWith(endingCode));
  const unsigned = notices.filter(({ subjectKind }) => subjectKind === 'card-key');
  const waiting = notices.filter(({ subjectKind }) => isWaitingKind(subjectKind));
  return (
    <section aria-label={t('notice.title')}>
      <Space orientation="vertical" style={{ width: '100%' }}>
        {notices
          .filter((one) => ![endings, unsigned, waiting].some((grouped) => grouped.includes(one)))
          .map((one) =>
            one.subjectKind === 'tallies' ? <WrongFigures key={one.id} one={one} /> : <Notice key={one.id} one={one} />,
          )}
        {endings.length > 0 ? <Endings endings={endings} /> : null}
        {unsigned.length > 0 ? <UnsignedKeys keys={unsigned} /> : null}
        {mayDecide
          ? waitingKinds.map((kind) => (
              <Waiting key={kind} kind={kind} notices={waiting.filter(({ subjectKind }) => subjectKind === kind)} />
            ))
          : null}
      </Space>
    </section>
  );
}

/** The figures of this page are not what a recount says; the city's administrators have them counted anew. */
function WrongFigures({ one }: { readonly one: AlertView }) {
  const { t } = useTranslation();
  const mayRun = useMay('system.read');
  const asked = useAction(() => rebuildTallies(), { said: t('notice.rebuilding') });
  const parts = Object.values(one.detail).reduce<number>((sum, found) => sum + Number(found), 0);
  return (
    <Alert
      type="warning"
      showIcon
      title={t('notice.tallies', { parts: formatCount(parts) })}
      action={
        mayRun ? (
          <Button size="small" loading={asked.isPending} onClick={() => asked.mutate(undefined)}>
            {t('notice.rebuild')}
          </Button>
        ) : null
      }
    />
  );
}

/** Keys that soon sign and that tills without a network would not trust. */
function UnsignedKeys({ keys }: { readonly keys: readonly AlertView[] }) {
  const { t } = useTranslation();
  const mayRead = useMay('keys.read');
  return (
    <Alert
      type="warning"
      showIcon
      title={
        <>
          {t('notice.unsignedKeys', {
            kids: keys
              .map(({ subjectId }) => subjectId)
              .toSorted((one, other) => Number(one) - Number(other))
              .join(t('words.comma')),
          })}{' '}
          {mayRead ? (
            <Link className={styles.textLink} to="/console/keys">
              {t('notice.toKeys')}
            </Link>
          ) : null}
        </>
      }
    />
  );
}

function Notice({ one }: { readonly one: AlertView }) {
  const { t } = useTranslation();
  const mayNote = useMay('budgets.write');
  const noted = useAction(() => noteAlert(one.id), { said: t('notice.noted') });
  const { name, usedFen, totalFen, percent } = one.detail;
  const isCampaign = one.subjectKind === 'campaign';
  const said = {
    name: String(name),
    percent: Number(percent),
    used: formatFen(Number(usedFen)),
    total: formatFen(Number(totalFen)),
  };
  return (
    <Alert
      type={said.percent >= nearlyUsed ? 'warning' : 'info'}
      showIcon
      title={
        <>
          {t(isCampaign ? 'notice.campaign' : 'notice.line', said)}{' '}
          <Link
            className={styles.textLink}
            to={isCampaign ? `/console/campaigns/${one.subjectId}` : '/console/budgets'}
          >
            {t(isCampaign ? 'notice.toCampaign' : 'notice.toBudgets')}
          </Link>
        </>
      }
      action={
        mayNote ? (
          <Button size="small" loading={noted.isPending} onClick={() => noted.mutate(undefined)}>
            {t('notice.note')}
          </Button>
        ) : null
      }
    />
  );
}

/** Categories that end soon, one sentence for all unions; it goes by itself when they are renewed or over. */
function Endings({ endings }: { readonly endings: readonly AlertView[] }) {
  const { t } = useTranslation();
  const sum = endings.reduce((people, one) => people + Number(one.detail['people']), 0);
  const days = Math.max(...endings.map(({ code }) => Number(code.slice(endingCode.length))));
  const mayNote = useMay('budgets.write');
  const noted = useAction(() => Promise.all(endings.map(({ id }) => noteAlert(id))), { said: t('notice.notedEnding') });
  return (
    <Alert
      type={days <= 7 ? 'warning' : 'info'}
      showIcon
      title={
        <>
          {t('notice.ending', { unions: endings.length, people: sum, days })}{' '}
          <Link className={styles.textLink} to="/console/categories/due">
            {t('notice.toDue')}
          </Link>
        </>
      }
      action={
        mayNote ? (
          <Button size="small" loading={noted.isPending} onClick={() => noted.mutate(undefined)}>
            {t('notice.note')}
          </Button>
        ) : null
      }
    />
  );
}

/** What of membership has waited for long, one sentence a kind for all unions; it goes by itself when it is decided. */
function Waiting(props: { readonly kind: (typeof waitingKinds)[number]; readonly notices: readonly AlertView[] }) {
  const { t } = useTranslation();
  const { kind, notices } = props;
  const mayNote = useMay('budgets.write');
  const noted = useAction(() => Promise.all(notices.map(({ id }) => noteAlert(id))), {
    said: t('notice.notedWaiting'),
  });
  if (notices.length === 0) return null;
  const people = notices.reduce((sum, one) => sum + Number(one.detail['people']), 0);
  const daysOf = notices.map(({ detail }) => Number(detail['days']));
  // Of what waits the least that all of it has waited; of what ends the most that is left.
  const days = kind === 'retained' ? Math.max(...daysOf) : Math.min(...daysOf);
  const isOver = kind === 'retained' && days === 0;
  const isUrgent = kind === 'retained' ? Math.min(...daysOf) <= soonDays : Math.max(...daysOf) > soonDays;
  return (
    <Alert
      type={isUrgent ? 'warning' : 'info'}
      showIcon
      title={
        <>
          {t(isOver ? 'notice.retainedOver' : `notice.waiting.${kind}`, { unions: notices.length, people, days })}{' '}
          {kind === 'retained' ? null : (
            <Link className={styles.textLink} to={`/console/membership?tab=${kind}`}>
              {t('notice.toMembership')}
            </Link>
          )}
        </>
      }
      action={
        mayNote ? (
          <Button size="small" loading={noted.isPending} onClick={() => noted.mutate(undefined)}>
            {t('notice.note')}
          </Button>
        ) : null
      }
    />
  );
}
