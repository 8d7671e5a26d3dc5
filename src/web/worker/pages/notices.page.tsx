import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { useSession } from '../../shared/hooks.js';
import { Link } from '../../shared/router.js';
import { Panel } from '../../shared/ui/dialog.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import { listPublicNotices, listUnionNotices, type NoticeView } from '../api/categories.js';
import styles from '../app.module.css';
import { categoryText } from '../categories/category-text.js';
import { session } from '../session.js';

function Posted({ one }: { readonly one: NoticeView }) {
  const { t } = useTranslation();
  const what = { code: '', codeName: one.codeName, level: one.level };
  return (
    <li>
      <Panel className={styles.benefit ?? ''}>
        <p className={styles.strong}>{one.maskedName}</p>
        <p>{categoryText(t, what)}</p>
        <p className={styles.muted}>
          {one.orgName} · {formatDay(one.fromOn)} – {formatDay(one.untilOn)}
        </p>
      </Panel>
    </li>
  );
}

function Board(props: {
  readonly title: string;
  readonly of: { data: readonly NoticeView[] | undefined; error: unknown; refetch: () => unknown };
}) {
  const { t } = useTranslation();
  return (
    <section className={styles.section}>
      <h2>{props.title}</h2>
      <Loaded of={props.of} heights={[96, 96]}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('help.noticesEmpty')} />
          ) : (
            <ul className={styles.list}>
              {items.map((one) => (
                <Posted key={`${one.orgName}${one.maskedName}${one.codeName}${one.fromOn}${one.level}`} one={one} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

/** What is posted: for everybody, also without signing in, and for members what hangs in their own union. */
export default function NoticesPage() {
  const { t } = useTranslation();
  const isSignedIn = useSession(session).status === 'signed-in';
  const everybody = useQuery({ queryKey: ['public-notices'], queryFn: ({ signal }) => listPublicNotices(signal) });
  const own = useQuery({
    queryKey: ['union-notices'],
    queryFn: ({ signal }) => listUnionNotices(signal),
    enabled: isSignedIn,
  });
  return (
    <>
      <h1 className={styles.title}>{t('help.noticesTitle')}</h1>
      <p className={styles.muted}>{t('help.object')}</p>
      {isSignedIn ? <Board title={t('help.noticesOwn')} of={own} /> : null}
      <Board title={t('help.noticesPublic')} of={everybody} />
      {isSignedIn ? null : (
        <Link to="/worker" className={styles.primaryLink}>
          {t('help.toSignIn')}
        </Link>
      )}
    </>
  );
}
