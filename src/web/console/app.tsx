import { App as AntdApp, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale/index.js';
import zhCN from 'antd/es/locale/zh_CN.js';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../shared/hooks.js';
import { OfflineError } from '../shared/problem.js';
import { usePath } from '../shared/router.js';
import { currentLanguage } from '../shared/texts.js';
import { ErrorState, Skeleton } from '../shared/ui/states.js';
import { session } from './session.js';
import { themeOf, usePalette } from './theme.js';

const SignInPage = lazy(() => import('./pages/sign-in.page.js'));
const ActivatePage = lazy(() => import('./pages/activate.page.js'));
const Shell = lazy(() => import('./shell.js'));

/** antd's own words in the language shown; English ones come when asked for. */
function useAntdLocale(): Locale {
  useTranslation();
  const language = currentLanguage();
  const [english, setEnglish] = useState<Locale | null>(null);
  useEffect(() => {
    if (language === 'en-US') void import('antd/es/locale/en_US.js').then((loaded) => setEnglish(loaded.default));
  }, [language]);
  return language === 'en-US' && english ? english : zhCN;
}

function Content() {
  const path = usePath();
  const state = useSession(session);
  if (path === '/console/activate') return <ActivatePage />;
  if (state.status === 'signed-in') return <Shell login={state.login} />;
  if (state.status === 'signed-out') return <SignInPage />;
  if (state.status === 'offline') return <ErrorState error={new OfflineError()} retry={() => void session.refresh()} />;
  return <Skeleton />;
}

/** The console of officers, finance and audit. */
export function App() {
  const palette = usePalette();
  return (
    <ConfigProvider theme={themeOf(palette)} locale={useAntdLocale()} button={{ autoInsertSpace: false }}>
      <AntdApp>
        <Suspense fallback={<Skeleton />}>
          <Content />
        </Suspense>
      </AntdApp>
    </ConfigProvider>
  );
}
