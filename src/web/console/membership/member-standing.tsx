import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../../shared/ui/states.js';
import type { MemberView } from '../api/members.js';
import { getHistory } from '../api/membership.js';
import styles from '../console.module.css';
import { MemberActions } from './member-actions.js';
import { MemberTimeline } from './member-history.js';

/** A member's standing: what can be done about it, and what was. */
export function MemberStanding({ member }: { readonly member: MemberView }) {
  const history = useQuery({ queryKey: ['member-history', member.id], queryFn: () => getHistory(member.id) });
  return (
    <Loaded of={history} heights={[32, 120]}>
      {({ items, steps }) => (
        <div className={styles.page}>
          <MemberActions member={member} steps={steps} />
          <MemberTimeline lines={items} />
        </div>
      )}
    </Loaded>
  );
}
