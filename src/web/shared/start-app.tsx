import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import 'virtual:tokens.css';
import './base.css';
import { ProblemError } from './problem.js';

/** The cache of everything loaded. A refusal is an answer, so only missing answers are tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      networkMode: 'always',
      retry: (failures, error) => failures < 2 && !(error instanceof ProblemError),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Puts an app on its page. */
export function startApp(app: ReactNode): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no #root');
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>{app}</QueryClientProvider>
    </StrictMode>,
  );
}
