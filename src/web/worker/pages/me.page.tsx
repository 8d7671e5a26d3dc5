import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from '../../shared/router.js';
import { Button } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { LanguageSwitch } from '../../shared/ui/language-switch.js';
import { Loaded } from '../../shared/ui/states.js';
import { getMyCard, type MyCard } from '../api/cards.js';
import styles from '../app.module.css';
import { CardCare } from '../card-care.js';
import { EndingNotice } from '../categories/ending-notice.js';
import { forgetHeldCard } from '../held-card.js';
import { PinPanel } from '../pin-panel.js';
import { session } from '../session.js';

function Facts({ mine }: { readonly mine: MyCard }) {
  const { t } = useTranslation();
  const facts: readonly (readonly [string, string])[] = [
    [t('me.memberNo'), mine.member.memberNo],
    [
      t('me.card'),
      mine.card
        ? t('me.cardWithState', { no: mine.card.cardNoGrouped, state: t(`card.state.${mine.card.state}`) })
        : t('card.none'),
    ],
    [t('me.union'), mine.member.orgName],
  ];
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{mine.member.name}</h2>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="tabular">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** A PIN is of use with a plastic card only, and a stopped card is used with none. */
function mayHavePin({ state, plastic }: NonNullable<MyCard['card']>): boolean {
  return plastic !== null && (state === 'ACTIVE' || state === 'ISSUED');
}

/** Who I am here, and the way to stop a lost card. */
export default function MePage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mine = useQuery({ queryKey: ['card'], queryFn: ({ signal }) => getMyCard(signal) });
  const signOut = async (): Promise<void> => {
    await forgetHeldCard();
    queries.clear();
    await session.end();
  };
  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('me.title')}</h1>
        <LanguageSwitch />
      </div>
      <EndingNotice />
      <Loaded of={mine} heights={[220]}>
        {(data) => (
          <>
            <Facts mine={data} />
            {data.card ? <CardCare card={data.card} /> : null}
            {data.card && mayHavePin(data.card) ? <PinPanel /> : null}
          </>
        )}
      </Loaded>
      <Link to="/worker/membership" className={styles.wayIn}>
        <span className={styles.strong}>{t('me.membership')}</span>
        <span className={styles.muted}>{t('me.membershipHint')}</span>
      </Link>
      <Link to="/worker/categories" className={styles.wayIn}>
        <span className={styles.strong}>{t('help.title')}</span>
        <span className={styles.muted}>{t('help.titleHint')}</span>
      </Link>
      <Link to="/worker/my-data" className={styles.wayIn}>
        <span className={styles.strong}>{t('me.myData')}</span>
        <span className={styles.muted}>{t('me.myDataHint')}</span>
      </Link>
      <Button look="quiet" block onClick={() => void signOut()}>
        {t('common.signOut')}
      </Button>
    </>
  );
}
