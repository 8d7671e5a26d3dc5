import { Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatDay, formatTime } from '../../shared/format.js';
import type { HistoryLine } from '../api/membership.js';
import styles from '../console.module.css';

const colours: Readonly<Record<string, string>> = {
  JOINED: 'green',
  REJOINED: 'green',
  TRANSFERRED: 'blue',
  RETAINED: 'orange',
  WITHDRAWN: 'red',
};

function Line({ line }: { readonly line: HistoryLine }) {
  const { t } = useTranslation();
  const said = t(line.untilOn === null ? `membership.event.${line.kind}` : 'membership.retainedUntil', {
    until: line.untilOn === null ? '' : formatDay(line.untilOn),
    from: line.fromOrgName ?? '—',
    to: line.toOrgName ?? '—',
    category: line.category ?? '—',
    defaultValue: line.kind,
  });
  const card = line.previousCardNo
    ? t('membership.cardReplaced', { before: line.previousCardNo, after: line.cardNo ?? '—' })
    : line.cardNo;
  const who = line.actorName ?? t(`membership.actor.${line.actorKind}`, { defaultValue: line.actorKind });
  // What a machine wrote down is no sentence for people.
  const reason = line.actorKind === 'officer' ? line.reason : null;
  return (
    <>
      <strong>{said}</strong>
      {card ? <span className={styles.number}> {card}</span> : null}
      <div className={styles.muted}>{[formatTime(line.at), who, reason].filter((part) => part).join(' · ')}</div>
    </>
  );
}

/** Everything that happened to a member, the newest first: when, by whom and why. */
export function MemberTimeline({ lines }: { readonly lines: readonly HistoryLine[] }) {
  const { t } = useTranslation();
  return (
    <section className={styles.form} aria-label={t('membership.history')}>
      <h3>{t('membership.history')}</h3>
      <Timeline
        items={lines.map((line, at) => ({
          key: `${line.at}-${at}`,
          color: colours[line.kind] ?? 'gray',
          content: <Line line={line} />,
        }))}
      />
    </section>
  );
}
