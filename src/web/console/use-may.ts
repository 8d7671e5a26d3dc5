import type { Permission } from '../../shared/caller.js';
import { useSession } from '../shared/hooks.js';
import { session } from './session.js';

/** Whether the officer may do something in some part of the union: what may not be done is not offered. The server asks again. */
export function useMay(permission: Permission): boolean {
  const state = useSession(session);
  return state.status === 'signed-in' && state.login.permissions.includes(permission);
}
