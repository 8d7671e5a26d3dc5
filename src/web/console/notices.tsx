import { Alert, Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount, formatFen } from '../shared/format.js';
import { Link } from '../shared/router.js';
import { type AlertView, noteAlert, type NoticeGroup } from './api/alerts.js';
import { rebuildTallies } from './api/overview.js';
import styles from './console.module.css';
import { useAction } from './use-action.js';
import { useMay } from './use-may.js';

const soonDays = 7;

/** Above this a notice is a warning. */
const nearlyUsed = 80;

/** What people should know; one click notes what is told of one thing, and all of it goes by itself when it is no longer so. */
export function Notices(props: { readonly notices: readonly AlertView[]; readonly groups: readonly NoticeGroup[] }) {
  const { t } = useTranslation();
  const { notices, groups } = props;
  const mayDecide = useMay('members.change');
  const shown = groups.filter(({ kind }) => kind === 'endings' || mayDecide);
  if (notices.length === 0 && shown.length === 0) return null;
  const unsigned = notices.filter(({ subjectKind }) => subjectKind === 'card-key');
  return (
    <section aria-label={t('notice.title')}>
      <Space orientation="vertical" style={{ width: '100%' }}>
        {notices
          .filter((one) => !unsigned.includes(one))
          .map((one) =>
            one.subjectKind === 'tallies' ? <WrongFigures key={one.id} one={one} /> : <Notice key={one.id} one={one} />,
          )}
        {unsigned.length > 0 ? <UnsignedKeys keys={unsigned} /> : null}
        {shown.map((one) => (
          <Group key={one.kind} one={one} />
        ))}
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

/** What ends soon or has waited for long, one sentence a kind for all unions. */
function Group({ one }: { readonly one: NoticeGroup }) {
  const { t } = useTranslation();
  const { kind, unions, people, days, worstDays } = one;
  const isEnding = kind === 'endings' || kind === 'retained';
  const isUrgent = isEnding ? worstDays <= soonDays : worstDays > soonDays;
  const isOver = kind === 'retained' && days === 0;
  return (
    <Alert
      type={isUrgent ? 'warning' : 'info'}
      showIcon
      title={
        <>
          {t(isOver ? 'notice.retainedOver' : `notice.group.${kind}`, { unions, people, days })}{' '}
          {kind === 'retained' ? null : (
            <Link
              className={styles.textLink}
              to={kind === 'endings' ? '/console/categories/due' : `/console/membership?tab=${kind}`}
            >
              {t(kind === 'endings' ? 'notice.toDue' : 'notice.toMembership')}
            </Link>
          )}
        </>
      }
    />
  );
}
