import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { canKeepKeys } from '../shared/device-key.js';
import { useSession } from '../shared/hooks.js';
import { OfflineError } from '../shared/problem.js';
import { Link, usePath } from '../shared/router.js';
import { ErrorState, SecureNotice, Skeleton } from '../shared/ui/states.js';
import styles from './app.module.css';
import { TillPage } from './pages/till.page.js';
import { session } from './session.js';
import { findTill } from './till.js';

const SignInPage = lazy(() => import('./pages/sign-in.page.js'));
const PairPage = lazy(() => import('./pages/pair.page.js'));
const TodayPage = lazy(() => import('./pages/today.page.js'));
const StorePage = lazy(() => import('./pages/store.page.js'));

const tabs = [
  { tab: 'till', to: '/merchant' },
  { tab: 'today', to: '/merchant/today' },
  { tab: 'store', to: '/merchant/store' },
] as const;

function TillGate() {
  const till = useQuery({ queryKey: ['till'], queryFn: findTill, staleTime: Infinity, enabled: canKeepKeys() });
  if (!canKeepKeys()) return <SecureNotice what="scan" />;
  if (till.isPending) return <Skeleton heights={[320]} />;
  if (till.error) return <ErrorState error={till.error} retry={() => void till.refetch()} />;
  return till.data ? <TillPage till={till.data} /> : <PairPage />;
}

function Page({ path }: { readonly path: string }) {
  switch (path) {
    case '/merchant/today':
      return <TodayPage />;
    case '/merchant/store':
      return <StorePage />;
    default:
      return <TillGate />;
  }
}

/** The merchant app: till, today's takings, the store. */
export function App() {
  const { t } = useTranslation();
  const path = usePath();
  const state = useSession(session);
  if (state.status === 'signed-out') {
    return (
      <Suspense fallback={<Skeleton />}>
        <SignInPage />
      </Suspense>
    );
  }
  if (state.status !== 'signed-in') {
    return (
      <main className={styles.page}>
        {state.status === 'starting' ? (
          <Skeleton />
        ) : (
          <ErrorState error={new OfflineError()} retry={() => void session.refresh()} />
        )}
      </main>
    );
  }
  return (
    <>
      <nav className={styles.tabs}>
        {tabs.map(({ tab, to }) => (
          <Link key={tab} to={to} className={styles.tab} aria-current={path === to ? 'page' : undefined}>
            {t(`tabs.${tab}`)}
          </Link>
        ))}
      </nav>
      <main className={styles.page}>
        <Suspense fallback={<Skeleton />}>
          <Page path={path} />
        </Suspense>
      </main>
    </>
  );
}
