import { Button, Layout, Menu } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Permission } from '../../shared/caller.js';
import { Link, pathUnder, usePath } from '../shared/router.js';
import type { LoginView } from '../shared/session.js';
import { LanguageSwitch } from '../shared/ui/language-switch.js';
import { EmptyState, Skeleton } from '../shared/ui/states.js';
import styles from './console.module.css';
import { WaitingCount } from './membership/waiting-count.js';
import { DeadLetterCount } from './dead-letter-count.js';
import { session } from './session.js';
import { useReturnFocus } from './use-return-focus.js';

const pages = {
  overview: lazy(() => import('./pages/overview.page.js')),
  members: lazy(() => import('./pages/members.page.js')),
  membership: lazy(() => import('./pages/membership.page.js')),
  unions: lazy(() => import('./pages/unions.page.js')),
  imports: lazy(() => import('./pages/imports.page.js')),
  categories: lazy(() => import('./pages/categories.page.js')),
  lists: lazy(() => import('./pages/lists.page.js')),
  cards: lazy(() => import('./pages/cards.page.js')),
  batches: lazy(() => import('./pages/batches.page.js')),
  production: lazy(() => import('./pages/production.page.js')),
  takeovers: lazy(() => import('./pages/takeovers.page.js')),
  campaigns: lazy(() => import('./pages/campaigns.page.js')),
  holidays: lazy(() => import('./pages/holidays.page.js')),
  budgets: lazy(() => import('./pages/budgets.page.js')),
  redemptions: lazy(() => import('./pages/redemptions.page.js')),
  merchants: lazy(() => import('./pages/merchants.page.js')),
  officers: lazy(() => import('./pages/officers.page.js')),
  account: lazy(() => import('./pages/account.page.js')),
  keys: lazy(() => import('./pages/keys.page.js')),
  privacy: lazy(() => import('./pages/privacy.page.js')),
  audit: lazy(() => import('./pages/audit.page.js')),
  system: lazy(() => import('./pages/system.page.js')),
};
type PageName = keyof typeof pages;

/** The menu, in sections by what an officer comes to do. */
const sections: readonly { readonly section: string; readonly pages: readonly PageName[] }[] = [
  { section: 'look', pages: ['overview'] },
  { section: 'people', pages: ['unions', 'members', 'membership', 'imports', 'categories', 'lists'] },
  { section: 'cards', pages: ['cards', 'batches', 'production', 'takeovers'] },
  { section: 'benefits', pages: ['campaigns', 'budgets', 'holidays', 'redemptions', 'merchants'] },
  { section: 'running', pages: ['officers', 'account', 'keys', 'privacy', 'audit', 'system'] },
];
const names = sections.flatMap(({ pages: each }) => each);

/** What a page is nothing without; the server asks again. */
const needed: Readonly<Partial<Record<PageName, Permission>>> = {
  members: 'members.read',
  membership: 'members.read',
  imports: 'members.import',
  categories: 'members.read',
  lists: 'members.read',
  cards: 'cards.read',
  batches: 'cards.read',
  production: 'cards.read',
  takeovers: 'cards.read',
  officers: 'officers.read',
  keys: 'keys.read',
  privacy: 'members.read',
  audit: 'audit.read',
  system: 'system.read',
};

function isFor(login: LoginView, name: PageName): boolean {
  const permission = needed[name];
  return permission === undefined || login.permissions.includes(permission);
}

function pageAt(path: string): PageName | null {
  const rest = pathUnder(path, '/console');
  if (rest === null || rest === '') return 'overview';
  return names.find((name) => name === rest.split('/')[0]) ?? null;
}

function addressOf(name: PageName): string {
  return name === 'overview' ? '/console' : `/console/${name}`;
}

function Page({ name, login }: { readonly name: PageName | null; readonly login: LoginView }) {
  const { t } = useTranslation();
  if (!name || !isFor(login, name)) {
    return (
      <EmptyState title={t(name ? 'nav.notForYou' : 'common.notFound')}>
        <Link to="/console">{t('common.home')}</Link>
      </EmptyState>
    );
  }
  const Shown = pages[name];
  return (
    <Suspense fallback={<Skeleton heights={[40, 160, 320]} />}>
      <Shown />
    </Suspense>
  );
}

/** Navigation at the side, who is signed in above, the page in the middle. */
export default function Shell({ login }: { readonly login: LoginView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const name = pageAt(usePath());
  useReturnFocus();
  const [folded, setFolded] = useState(false);
  const itemOf = (key: PageName) => ({
    key,
    label: (
      <Link to={addressOf(key)}>
        {t(`nav.${key}`)}
        {key === 'system' ? <DeadLetterCount /> : null}
        {key === 'membership' && login.permissions.includes('members.change') ? <WaitingCount /> : null}
      </Link>
    ),
  });
  const items = sections
    .map(({ section, pages: all }) => ({
      section,
      shown: all.filter((key) => isFor(login, key)),
    }))
    .filter(({ shown }) => shown.length > 0)
    .map(({ section, shown }) => ({
      key: section,
      type: 'group' as const,
      label: t(`nav.sections.${section}`),
      children: shown.map(itemOf),
    }));
  const signOut = async (): Promise<void> => {
    queries.clear();
    await session.end();
  };
  return (
    <Layout className={styles.shell ?? ''}>
      <Layout.Sider
        theme="light"
        breakpoint="lg"
        collapsedWidth={0}
        zeroWidthTriggerStyle={{ top: 8 }}
        width={200}
        onCollapse={setFolded}
        collapsed={folded}
      >
        <p className={styles.brand}>{t('brand')}</p>
        <nav aria-label={t('nav.label')}>
          <Menu mode="inline" selectedKeys={name ? [name] : []} items={items} />
        </nav>
      </Layout.Sider>
      <Layout>
        <Layout.Header className={styles.header ?? ''}>
          <span className={styles.who}>{login.displayName}</span>
          <LanguageSwitch />
          <Button type="text" onClick={() => void signOut()}>
            {t('common.signOut')}
          </Button>
        </Layout.Header>
        <Layout.Content className={styles.content ?? ''}>
          <Page name={name} login={login} />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
