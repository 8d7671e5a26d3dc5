import { useQuery } from '@tanstack/react-query';
import { getSystem } from './api/system.js';

const everyMs = 15_000;

/** The machinery's state, kept fresh; asked only for those who run the product. */
export function useSystem(enabled = true) {
  return useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => getSystem(signal),
    refetchInterval: everyMs,
    enabled,
  });
}
