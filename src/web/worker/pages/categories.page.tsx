import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import { Button } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { Loaded } from '../../shared/ui/states.js';
import { getMyCategories, type MyCategories } from '../api/categories.js';
import styles from '../app.module.css';
import { ApplicationCard } from '../categories/application-card.js';
import { ApplyForm } from '../categories/apply-form.js';
import { categoryText } from '../categories/category-text.js';

const openStates = new Set(['DRAFT', 'APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE']);

function Held({ one, renew }: { readonly one: MyCategories['held'][number]; readonly renew: () => void }) {
  const { t } = useTranslation();
  return (
    <Panel className={styles.form ?? ''}>
      <h3>{categoryText(t, one)}</h3>
      <p>
        {one.untilOn
          ? t('help.until', { from: formatDay(one.fromOn), until: formatDay(one.untilOn) })
          : t('help.since', { from: formatDay(one.fromOn) })}
      </p>
      {one.daysLeft === null ? null : <p className={styles.help}>{t('help.daysLeft', { days: one.daysLeft })}</p>}
      {one.mayRenew ? (
        <Button look="primary" block onClick={renew}>
          {t('help.renew')}
        </Button>
      ) : null}
    </Panel>
  );
}

function Mine({ mine }: { readonly mine: MyCategories }) {
  const { t } = useTranslation();
  const [applying, setApplying] = useState<{ readonly renewing: string | null } | null>(null);
  const open = mine.applications.filter(({ state }) => openStates.has(state));
  const over = mine.applications.filter(({ state }) => !openStates.has(state));
  const stop = (): void => setApplying(null);
  if (applying) return <ApplyForm mine={mine} renewing={applying.renewing} done={stop} cancel={stop} />;
  return (
    <>
      {mine.held.map((one) => (
        <Held key={one.code} one={one} renew={() => setApplying({ renewing: one.code })} />
      ))}
      {open.map((one) => (
        <ApplicationCard key={one.id} one={one} />
      ))}
      {mine.held.length + open.length === 0 ? (
        <Panel>
          <p>{t('help.about')}</p>
        </Panel>
      ) : null}
      {mine.choices.length > 0 ? (
        <Button look={open.length > 0 ? 'plain' : 'primary'} block onClick={() => setApplying({ renewing: null })}>
          {t('help.apply')}
        </Button>
      ) : null}
      <Link to="/worker/notices" className={styles.wayIn}>
        <span className={styles.strong}>{t('help.notices')}</span>
        <span className={styles.muted}>{t('help.noticesHint')}</span>
      </Link>
      {over.length > 0 ? (
        <details className={styles.folded}>
          <summary>{t('help.past', { count: over.length })}</summary>
          <ul className={styles.list}>
            {over.map((one) => (
              <li key={one.id}>
                <ApplicationCard one={one} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

/** Help and honours: what I have, what is under way, and asking for help in plain words. */
export default function CategoriesPage() {
  const { t } = useTranslation();
  const mine = useQuery({ queryKey: ['my-categories'], queryFn: ({ signal }) => getMyCategories(signal) });
  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('help.title')}</h1>
        <Link to="/worker/me">{t('common.back')}</Link>
      </div>
      <Loaded of={mine} heights={[120, 120]}>
        {(data) => <Mine mine={data} />}
      </Loaded>
    </>
  );
}
