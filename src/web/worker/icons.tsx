export type Tab = 'card' | 'benefits' | 'history' | 'me';

const paths: Readonly<Record<Tab, string>> = {
  card: 'M3 6h18v12H3zM3 10h18M7 15h4',
  benefits: 'M4 7h16v3a2 2 0 0 0 0 4v3H4v-3a2 2 0 0 0 0-4zM14 7v10',
  history: 'M12 4a8 8 0 1 1-7.4 5M4 4v5h5M12 8v4l3 2',
  me: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 20a8 8 0 0 1 16 0',
};

export function TabIcon({ tab }: { readonly tab: Tab }) {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden>
      <path d={paths[tab]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
