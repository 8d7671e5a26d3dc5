import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../shared/hooks.js';
import { OfflineError } from '../shared/problem.js';
import { Link, pathUnder, usePath } from '../shared/router.js';
import { ErrorState, Skeleton } from '../shared/ui/states.js';
import styles from './app.module.css';
import { findHeldCard } from './held-card.js';
import { TabIcon, type Tab } from './icons.js';
import { CardPage } from './pages/card.page.js';
import { listConsents } from './api/privacy.js';
import { session } from './session.js';

const SignInPage = lazy(() => import('./pages/sign-in.page.js'));
const BenefitsPage = lazy(() => import('./pages/benefits.page.js'));
const HeldPage = lazy(() => import('./pages/held.page.js'));
const HerePage = lazy(() => import('./pages/here.page.js'));
const CategoriesPage = lazy(() => import('./pages/categories.page.js'));
const HistoryPage = lazy(() => import('./pages/history.page.js'));
const JoinPage = lazy(() => import('./pages/join.page.js'));
const MembershipPage = lazy(() => import('./pages/membership.page.js'));
const MePage = lazy(() => import('./pages/me.page.js'));
const NoticesPage = lazy(() => import('./pages/notices.page.js'));
const MyDataPage = lazy(() => import('./pages/my-data.page.js'));
const ConsentPage = lazy(() => import('./pages/consent.page.js'));

const tabs: readonly { tab: Tab; to: string }[] = [
  { tab: 'card', to: '/worker' },
  { tab: 'benefits', to: '/worker/benefits' },
  { tab: 'history', to: '/worker/history' },
  { tab: 'me', to: '/worker/me' },
];

/** The tab a page stands under: what is reached from the benefits belongs to them. */
function tabOf(path: string): string {
  const mine = ['/worker/my-data', '/worker/categories', '/worker/notices', '/worker/membership'];
  if (mine.includes(path)) return '/worker/me';
  return pathUnder(path, '/worker/wallet') !== null || path === '/worker/here' ? '/worker/benefits' : path;
}

function Page({ path }: { readonly path: string }) {
  const held = pathUnder(path, '/worker/wallet');
  if (held) return <HeldPage key={held} campaignId={held} />;
  switch (path) {
    case '/worker/benefits':
      return <BenefitsPage />;
    case '/worker/here':
      return <HerePage />;
    case '/worker/history':
      return <HistoryPage />;
    case '/worker/membership':
      return <MembershipPage />;
    case '/worker/categories':
      return <CategoriesPage />;
    case '/worker/notices':
      return <NoticesPage />;
    case '/worker/me':
      return <MePage />;
    case '/worker/my-data':
      return <MyDataPage />;
    default:
      return <CardPage />;
  }
}

/** The worker app: the card needs nobody signed in once this phone holds it; everything else does. */
export function App() {
  const { t } = useTranslation();
  const path = usePath();
  const state = useSession(session);
  const held = useQuery({ queryKey: ['held-card'], queryFn: findHeldCard, staleTime: Infinity });
  const mayShowCard = Boolean(held.data) && state.status !== 'signed-out';
  const isApplicant = state.status === 'signed-in' && state.login.roles.includes('APPLICANT');
  const consents = useQuery({
    queryKey: ['consents'],
    queryFn: listConsents,
    // Who is no member yet agrees with the application itself.
    enabled: state.status === 'signed-in' && !isApplicant,
    staleTime: Infinity,
  });
  const asked = consents.data?.find(({ kind, given }) => kind === 'GENERAL' && !given);
  // A till never waits for a text: a card this phone holds is shown first.
  const isAsked = asked !== undefined && !(path === '/worker' && mayShowCard);
  // A public notice is for everybody: whoever scans it from a wall has no account here.
  if (path === '/worker/notices' && state.status !== 'signed-in') {
    return (
      <main className={styles.page}>
        <Suspense fallback={<Skeleton />}>
          <NoticesPage />
        </Suspense>
      </main>
    );
  }
  if (state.status === 'signed-out') {
    return (
      <Suspense fallback={<Skeleton />}>
        <SignInPage />
      </Suspense>
    );
  }
  if (isApplicant) {
    return (
      <Suspense fallback={<Skeleton />}>
        <JoinPage />
      </Suspense>
    );
  }
  if (state.status !== 'signed-in' && !mayShowCard) {
    return (
      <main className={styles.page}>
        {state.status === 'starting' || held.isPending ? (
          <Skeleton heights={[220, 340]} />
        ) : (
          <ErrorState error={held.error ?? new OfflineError()} retry={() => void session.refresh()} />
        )}
      </main>
    );
  }
  return (
    <>
      <main className={styles.page}>
        <Suspense fallback={<Skeleton />}>
          {isAsked ? <ConsentPage consent={asked} mayShowCard={mayShowCard} /> : <Page path={path} />}
        </Suspense>
      </main>
      <nav className={styles.tabs}>
        {tabs.map(({ tab, to }) => (
          <Link key={tab} to={to} className={styles.tab} aria-current={tabOf(path) === to ? 'page' : undefined}>
            <TabIcon tab={tab} />
            {t(`tabs.${tab}`)}
          </Link>
        ))}
      </nav>
    </>
  );
}
