import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '../../shared/router.js';
import { Button } from '../../shared/ui/controls.js';
import { Actions, Dialog, Panel } from '../../shared/ui/dialog.js';
import { LanguageSwitch } from '../../shared/ui/language-switch.js';
import { ErrorNotice, Loaded, Notice } from '../../shared/ui/states.js';
import { getMyCard, reportLoss, type MyCard } from '../api/cards.js';
import styles from '../app.module.css';
import { forgetHeldCard } from '../held-card.js';
import { PinPanel } from '../pin-panel.js';
import { session } from '../session.js';

function Facts({ mine }: { readonly mine: MyCard }) {
  const { t } = useTranslation();
  const facts: readonly (readonly [string, string])[] = [
    [t('me.memberNo'), mine.member.memberNo],
    [t('me.card'), mine.card ? `${mine.card.cardNoGrouped}（${t(`card.state.${mine.card.state}`)}）` : t('card.none')],
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

function LossDialog({ close, done }: { readonly close: () => void; readonly done: () => void }) {
  const { t } = useTranslation();
  const reported = useMutation({ mutationFn: reportLoss, onSuccess: done });
  return (
    <Dialog title={t('me.lostTitle')} close={close}>
      <p>{t('me.lostWhy')}</p>
      <ErrorNotice error={reported.error} />
      <Actions>
        <Button onClick={close}>{t('common.cancel')}</Button>
        <Button look="primary" busy={reported.isPending} onClick={() => reported.mutate()}>
          {t('me.lostAction')}
        </Button>
      </Actions>
    </Dialog>
  );
}

/** Who I am here, and the way to stop a lost card. */
export default function MePage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const mine = useQuery({ queryKey: ['card'], queryFn: ({ signal }) => getMyCard(signal) });
  const signOut = async (): Promise<void> => {
    await forgetHeldCard();
    queries.clear();
    await session.end();
  };
  const lost = async (): Promise<void> => {
    setAsking(false);
    await queries.invalidateQueries({ queryKey: ['card'] });
  };
  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('me.title')}</h1>
        <LanguageSwitch />
      </div>
      <Loaded of={mine} heights={[220]}>
        {(data) => (
          <>
            <Facts mine={data} />
            {data.card?.state === 'ACTIVE' || data.card?.state === 'ISSUED' ? <PinPanel /> : null}
            {data.card?.state === 'LOST' ? <Notice>{t('me.lostDone')}</Notice> : null}
            {data.card?.state === 'ACTIVE' ? (
              <Button block onClick={() => setAsking(true)}>
                {t('me.lost')}
              </Button>
            ) : null}
          </>
        )}
      </Loaded>
      <Link to="/worker/membership">{t('me.membership')}</Link>
      <Link to="/worker/categories" className={styles.wayIn}>
        <span className={styles.strong}>{t('help.title')}</span>
        <span className={styles.muted}>{t('help.titleHint')}</span>
      </Link>
      <Link to="/worker/my-data">{t('me.myData')}</Link>
      <Button look="quiet" block onClick={() => void signOut()}>
        {t('common.signOut')}
      </Button>
      {asking ? <LossDialog close={() => setAsking(false)} done={() => void lost()} /> : null}
    </>
  );
}
