import { useQuery } from '@tanstack/react-query';
import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatDay, formatTime } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import { Loaded } from '../../shared/ui/states.js';
import { getCase, type CaseView, type MeaningVersionView } from '../api/categories.js';
import styles from '../console.module.css';
import { CaseActions } from './case-actions.js';
import { meaningLine } from './meaning-text.js';
import { CaseState, categoryText } from './category-text.js';
import { EvidencePanel } from './evidence-panel.js';
import { Objections } from './objections.js';

function Facts({ one, decidedBy }: { readonly one: CaseView; readonly decidedBy: MeaningVersionView | null }) {
  const { t } = useTranslation();
  const items: { key: string; label: string; children: React.ReactNode }[] = [
    { key: 'state', label: t('cases.stateOf'), children: <CaseState state={one.state} /> },
    { key: 'category', label: t('members.category'), children: categoryText(t, one) },
    { key: 'kind', label: t('cases.kindOf'), children: t(`cases.kind.${one.kind}`) },
    { key: 'org', label: t('members.org'), children: one.orgName },
    {
      key: 'begun',
      label: t('cases.begun'),
      children: `${formatTime(one.createdAt)} · ${one.applied ? t('cases.byWorker') : (one.proposedBy ?? '')}`,
    },
  ];
  const add = (key: string, label: string, value: string | null): void => {
    if (value) items.push({ key, label, children: value });
  };
  add('cause', t('cases.causeOf'), one.cause && t(`cases.cause.${one.cause}`));
  add('basis', t('members.basis'), one.basis);
  add('from', t('cases.from'), one.fromOn && formatDay(one.fromOn));
  add('until', t('members.until'), one.untilOn && formatDay(one.untilOn));
  add('prepared', t('cases.preparedBy'), one.preparedBy);
  add('decided', t('cases.decidedBy'), one.decidedBy);
  if (one.noticeFromOn && one.noticeUntilOn)
    add('notice', t('cases.notice'), `${formatDay(one.noticeFromOn)} – ${formatDay(one.noticeUntilOn)}`);
  if (decidedBy)
    add(
      'meaning',
      t('cases.meaning'),
      t('cases.meaningOf', { version: decidedBy.version, what: meaningLine(t, decidedBy.meaning) }),
    );
  add('note', t('cases.note'), one.note);
  return <Descriptions bordered size="small" column={{ xs: 1, lg: 2 }} items={items} />;
}

/** One case: what is asked, on what it rests, what was objected, and what the officer may do. */
export function CaseDetail({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const detail = useQuery({ queryKey: ['case', id], queryFn: ({ signal }) => getCase(id, signal) });
  return (
    <Loaded of={detail} heights={[40, 200, 200]}>
      {({ case: one, decidedBy, objections }) => (
        <>
          <div className={styles.head}>
            <h2>{one.memberName}</h2>
            <Link className={styles.textLink} to={`/console/categories/members/${one.memberId}`}>
              {t('cases.history')}
            </Link>
          </div>
          <section className={styles.panel}>
            <Facts one={one} decidedBy={decidedBy} />
            <CaseActions one={one} />
          </section>
          <EvidencePanel key={one.id} one={one} />
          {one.state === 'NOTICE' || objections.length > 0 ? <Objections one={one} objections={objections} /> : null}
        </>
      )}
    </Loaded>
  );
}
