import { useQuery } from '@tanstack/react-query';
import { Alert, Descriptions, Table } from 'antd';
import { Link } from '../../shared/router.js';
import { t } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatCount, formatFen, formatTime } from '../../shared/format.js';
import { offerText } from '../../shared/offer.js';
import { errorText } from '../../shared/texts.js';
import { Loaded } from '../../shared/ui/states.js';
import { explainRedemption, type ExplainedCampaign, type Explanation } from '../api/redemptions.js';
import styles from '../console.module.css';

function money(fen: number) {
  return <span className={styles.number}>{formatFen(fen)}</span>;
}

/** Values of the database shown by name where there is one. */
const named = (group: string, value: string): string => t(`why.${group}.${value}`, { defaultValue: value });

function verdictText({ outcome, reason, discountFen, unionFen, merchantFen }: Explanation): string {
  const why = reason === null ? '' : errorText(reason);
  if (outcome === 'NOT_DECIDED') return t('why.notDecided', { why });
  if (outcome === 'NONE') return t('why.none', { why });
  const [discount, union, merchant] = [discountFen, unionFen, merchantFen].map(formatFen);
  return t('why.applied', { discount, union, merchant });
}

function Verdict({ one }: { readonly one: Explanation }) {
  const { t: text } = useTranslation();
  if (one.same === null) return <Alert type="info" title={verdictText(one)} />;
  return (
    <Alert
      type={one.same ? 'success' : 'warning'}
      showIcon
      title={verdictText(one)}
      description={
        one.same ? (
          text('why.same')
        ) : (
          <>
            {text('why.different')}
            <ul>
              {one.differences.map(({ step, label, kept, today }) => (
                <li key={`${step}${label ?? ''}`}>
                  {text(step === 'CAPTURE' ? 'why.differenceCaptured' : 'why.difference', {
                    label: label ?? text('why.whole'),
                    kept: kept === null ? '' : outcomeOf(kept),
                    today: today === null ? '' : outcomeOf(today),
                  })}
                </li>
              ))}
            </ul>
          </>
        )
      }
    />
  );
}

const outcomeOf = ({ fen, reason }: { readonly fen: number; readonly reason: string | null }): string =>
  reason === null ? formatFen(fen) : errorText(reason);

function Situation({ one }: { readonly one: Explanation }) {
  const { t: text } = useTranslation();
  const { basket, card, day, person } = one;
  const items = [
    { key: 'at', label: text('why.at'), children: formatTime(one.decidedAt) },
    { key: 'amount', label: text('redemptions.amount'), children: money(basket.amountFen) },
    ...(basket.benefit === null ? [] : [{ key: 'benefit', label: text('why.asked'), children: basket.benefit }]),
    {
      key: 'card',
      label: text('why.card'),
      children: `${text(`state.${card.state}`, { defaultValue: card.state })} · ${named('code', card.code)}`,
    },
    ...(day.kind === null ? [] : [{ key: 'day', label: text('why.day'), children: named('dayKind', day.kind) }]),
    ...(person ?? []).map(({ fact, values }) => ({
      key: fact,
      label: named('fact', fact),
      children: values.map((value) => named(fact, value)).join('、') || text('why.unknown'),
    })),
  ];
  return (
    <>
      <h2>{text('why.situation')}</h2>
      <Descriptions column={1} bordered size="small" items={items} />
      {person === null ? <p className={styles.muted}>{text('why.personHidden')}</p> : null}
    </>
  );
}

function resultText({ place, reason, moreFen }: ExplainedCampaign): string {
  if (place !== null) return t('why.given', { place });
  const why = reason === null ? '' : errorText(reason);
  return moreFen === null ? why : t('why.short', { why, more: formatFen(moreFen) });
}

function Budget({ budget }: { readonly budget: ExplainedCampaign['budget'] }) {
  if (budget === null) return null;
  const { freeFen, freeAfterFen } = budget;
  return (
    <span className={styles.number}>
      {freeFen === freeAfterFen ? formatFen(freeFen) : `${formatFen(freeFen)} → ${formatFen(freeAfterFen)}`}
    </span>
  );
}

function Counters({ counters }: Pick<ExplainedCampaign, 'counters'>) {
  return counters.map((counter) => {
    const period = PERIODS[counter.period[0] ?? ''] ?? 'ALL';
    const scope = t(`per.${counter.per}`) + t(`period.${counter.period === 'ALL' ? 'ALL' : period}`);
    const times =
      counter.limitTimes === null
        ? null
        : t('why.times', { used: formatCount(counter.times), limit: formatCount(counter.limitTimes) });
    const fen =
      counter.limitFen === null
        ? null
        : t('why.money', { used: formatFen(counter.amountFen), limit: formatFen(counter.limitFen) });
    const shared = counter.sharedAs === null ? null : t('why.sharedAs', { name: counter.sharedAs });
    return (
      <div key={`${counter.per}${counter.period}${counter.sharedAs ?? ''}`} className={styles.number}>
        {[scope, times, fen, shared].filter((part) => part !== null).join(' ')}
      </div>
    );
  });
}

const PERIODS: Readonly<Record<string, string>> = { D: 'DAY', W: 'WEEK', M: 'MONTH', Y: 'YEAR' };

function Campaigns({ one }: { readonly one: Explanation }) {
  const { t: text } = useTranslation();
  if (one.campaigns.length === 0) return null;
  const fenOf = (campaign: ExplainedCampaign, payer: string): number =>
    campaign.shares.reduce((sum, share) => (share.payer === payer ? sum + share.fen : sum), 0);
  return (
    <>
      <h2>{text('why.considered')}</h2>
      <Table
        size="small"
        rowKey="campaignId"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={one.campaigns}
        columns={[
          {
            title: text('redemptions.benefit'),
            render: (_, { campaignId, label, version, versionToday }) => (
              <>
                <Link to={`/console/campaigns/${campaignId}`}>{label}</Link>（{text('redemptions.version', { version })}
                ）
                {version === versionToday ? null : (
                  <div className={styles.muted}>{text('why.edited', { version: versionToday })}</div>
                )}
              </>
            ),
          },
          { title: text('why.rule'), render: (_, { offer }) => offerText(offer) },
          { title: text('why.result'), render: (_, campaign) => resultText(campaign) },
          {
            title: text('redemptions.union'),
            align: 'right',
            render: (_, campaign) => (campaign.place === null ? null : money(fenOf(campaign, 'UNION'))),
          },
          {
            title: text('redemptions.merchant'),
            align: 'right',
            render: (_, campaign) => (campaign.place === null ? null : money(fenOf(campaign, 'MERCHANT'))),
          },
          { title: text('why.budget'), align: 'right', render: (_, { budget }) => <Budget budget={budget} /> },
          { title: text('why.limits'), render: (_, { counters }) => <Counters counters={counters} /> },
        ]}
      />
    </>
  );
}

/** What became of a hold when its till had been paid. */
function Capture({ captured }: Pick<Explanation, 'captured'>) {
  const { t: text } = useTranslation();
  if (captured === null) return null;
  return (
    <>
      <h2>{text('why.capture')}</h2>
      <p>{text('why.captured', { at: formatTime(captured.capturedAt), amount: formatFen(captured.amountFen) })}</p>
      <ul>
        {captured.benefits.map(({ campaignId, label, heldFen, fen, reason }) => (
          <li key={campaignId}>
            {text('why.capturedOf', {
              label,
              held: formatFen(heldFen),
              fen: reason === null ? formatFen(fen) : errorText(reason),
            })}
          </li>
        ))}
      </ul>
    </>
  );
}

function Choice({ one }: { readonly one: Explanation }) {
  const { t: text } = useTranslation();
  if (one.outcome !== 'APPLIED') return null;
  const and = text('why.and');
  const chosen = one.campaigns.flatMap(({ place, label }) => (place === null ? [] : [label])).join(and);
  const next = one.nextBest;
  const chosenFen = one.campaigns.reduce((sum, { fen }) => sum + fen, 0);
  return (
    <>
      <h2>{text('why.choice')}</h2>
      <p>{text('why.chosen', { labels: chosen, discount: formatFen(chosenFen) })}</p>
      {next === null ? null : (
        <p>
          {text('why.next', {
            without: next.without,
            labels: next.labels.join(and),
            discount: formatFen(next.discountFen),
          })}
        </p>
      )}
    </>
  );
}

function Events({ one }: { readonly one: Explanation }) {
  const { t: text } = useTranslation();
  if (one.events.length === 0) return null;
  return (
    <>
      <h2>{text('why.events')}</h2>
      <ul>
        {one.events.map(({ event, occurredAt, sentAt }) => (
          <li key={`${event}${occurredAt}`}>
            {formatTime(occurredAt)} {named('event', event)}
            {sentAt === null ? <span className={styles.muted}> {text('why.waiting')}</span> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Why a redemption came out as it did, decided again on what was known then. Looking is noted, so it is asked once. */
export function Why({ id }: { readonly id: string }) {
  const { t: text } = useTranslation();
  const explanation = useQuery({
    queryKey: ['explanation', id],
    queryFn: ({ signal }) => explainRedemption(id, signal),
    staleTime: Infinity,
  });
  return (
    <>
      <h2>{text('why.title')}</h2>
      <Loaded of={explanation}>
        {(one) => (
          <>
            <Verdict one={one} />
            <Situation one={one} />
            <Campaigns one={one} />
            <Choice one={one} />
            <Capture captured={one.captured} />
            <Events one={one} />
          </>
        )}
      </Loaded>
    </>
  );
}
