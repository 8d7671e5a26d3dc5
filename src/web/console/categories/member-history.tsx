import { useQuery } from '@tanstack/react-query';
import { Button, Space, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, formatTime } from '../../shared/format.js';
import { useQueryParams } from '../../shared/router.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import { getMemberCategories, type CategoryFactView } from '../api/categories.js';
import { getMember } from '../api/members.js';
import styles from '../console.module.css';
import { FoldingTable } from '../folding-table.js';
import { useMay } from '../use-may.js';
import { categoryText } from './category-text.js';
import { CorrectionModal, ExitModal } from './entry-modals.js';
import { MomentFields } from './moment-fields.js';

function Facts({ facts }: { readonly facts: readonly CategoryFactView[] }) {
  const { t } = useTranslation();
  if (facts.length === 0) return <EmptyState title={t('history.empty')} />;
  return (
    <FoldingTable<CategoryFactView>
      rows={facts.toReversed()}
      rowKey={(one) => `${one.entryId}-${one.version}`}
      columns={[
        { title: t('members.category'), render: (_, one) => categoryText(t, one) },
        {
          title: t('history.days'),
          render: (_, one) => (
            <>
              {formatDay(one.fromOn)} – {one.untilOn ? formatDay(one.untilOn) : '…'}{' '}
              {one.held ? null : <Tag>{t('history.void')}</Tag>}
            </>
          ),
        },
        { title: t('history.cause'), render: (_, one) => t(`history.causes.${one.cause}`) },
        { title: t('history.recorded'), render: (_, one) => formatTime(one.recordedAt) },
        {
          title: t('history.superseded'),
          render: (_, one) => (one.supersededAt ? formatTime(one.supersededAt) : t('history.stands')),
        },
      ]}
    />
  );
}

type Held = Awaited<ReturnType<typeof getMemberCategories>>['held'][number];

/** A member's categories as they were known on any day, and everything that was ever recorded of them. */
export function MemberHistory({ memberId }: { readonly memberId: string }) {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const mayPropose = useMay('categories.propose');
  const [asked, setAsked] = useState<{ what: 'exit' | 'correct'; entry: Held } | null>(null);
  const moment = { asOf: query.get('asOf') ?? '', on: query.get('on') ?? '' };
  const member = useQuery({ queryKey: ['member', memberId], queryFn: ({ signal }) => getMember(memberId, signal) });
  const known = useQuery({
    queryKey: ['member-categories', memberId, moment],
    queryFn: ({ signal }) => getMemberCategories(memberId, moment, signal),
  });
  const isNow = moment.asOf === '' && moment.on === '';
  const close = (): void => setAsked(null);
  return (
    <>
      <h2>{member.data ? `${member.data.name} · ${member.data.orgName}` : ' '}</h2>
      <section className={styles.panel}>
        <MomentFields moment={moment} change={change} />
        <Loaded of={known} heights={[40, 160]}>
          {({ asOf, on, held, facts }) => (
            <>
              <h3>
                {t(asOf === on ? 'history.knew' : 'history.knewAbout', { asOf: formatDay(asOf), on: formatDay(on) })}
              </h3>
              {held.length === 0 ? <p>{t('history.nothing')}</p> : null}
              {held.map((entry) => (
                <p key={entry.entryId}>
                  <Space wrap>
                    <strong>{categoryText(t, entry)}</strong>
                    <span>
                      {formatDay(entry.fromOn)} – {entry.untilOn ? formatDay(entry.untilOn) : '…'}
                    </span>
                    {isNow && mayPropose ? (
                      <>
                        <Button size="small" onClick={() => setAsked({ what: 'exit', entry })}>
                          {t('due.exit')}
                        </Button>
                        <Button size="small" onClick={() => setAsked({ what: 'correct', entry })}>
                          {t('entry.correct')}
                        </Button>
                      </>
                    ) : null}
                  </Space>
                </p>
              ))}
              <h3>{t('history.all')}</h3>
              <Facts facts={facts} />
            </>
          )}
        </Loaded>
      </section>
      {asked?.what === 'exit' ? <ExitModal entryId={asked.entry.entryId} close={close} /> : null}
      {asked?.what === 'correct' ? <CorrectionModal entry={asked.entry} close={close} /> : null}
    </>
  );
}
