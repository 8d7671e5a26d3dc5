import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import { Button } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { LanguageSwitch } from '../../shared/ui/language-switch.js';
import { ErrorNotice } from '../../shared/ui/states.js';
import { answerConsent, type MyConsent } from '../api/privacy.js';
import styles from '../app.module.css';
import { ConsentBody, consentTitle } from '../consent-text.js';

/** A text that is new since this person last agreed: one page, one button, and the card stays within reach. */
export default function ConsentPage({
  consent,
  mayShowCard,
}: {
  readonly consent: MyConsent;
  readonly mayShowCard: boolean;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { kind, text, history } = consent;
  const agreed = useMutation({
    mutationFn: () => answerConsent({ kind, version: text.version, given: true }),
    onSuccess: (now) => queries.setQueryData(['consents'], now),
    // A newer text came meanwhile: show that one.
    onError: () => queries.invalidateQueries({ queryKey: ['consents'] }),
  });
  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title}>{consentTitle(text)}</h1>
        <LanguageSwitch />
      </div>
      <p className={styles.muted}>
        {t(history.length > 0 ? 'consent.changed' : 'consent.first', { day: formatDay(text.publishedAt) })}
      </p>
      <Panel className={styles.form ?? ''}>
        <ConsentBody text={text} />
        <ErrorNotice error={agreed.error} />
        <Button look="primary" block busy={agreed.isPending} onClick={() => agreed.mutate()}>
          {t('consent.agree')}
        </Button>
        {mayShowCard ? <Link to="/worker">{t('consent.cardFirst')}</Link> : null}
      </Panel>
      <p className={styles.muted}>{t('consent.refuse')}</p>
    </>
  );
}
