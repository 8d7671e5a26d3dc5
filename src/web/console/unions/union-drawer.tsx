import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Drawer, Space, Timeline } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatTime } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import { Loaded } from '../../shared/ui/states.js';
import { listDistricts } from '../api/overview.js';
import { getHistory, type OrgHistory, type OrgTreeRow } from '../api/union-tree.js';
import styles from '../console.module.css';
import { DissolveUnion, MoveUnion } from './take-union.js';
import { CreateUnion, RenameUnion } from './union-forms.js';

type Asked = 'create' | 'rename' | 'move' | 'dissolve';
const modals = { rename: RenameUnion, move: MoveUnion, dissolve: DissolveUnion } as const;

/** One union: what it has, what may be done with it, and what was done when by whom. */
export function UnionDrawer({ union, close }: { readonly union: OrgTreeRow; readonly close: () => void }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const history = useQuery({
    queryKey: ['org-history', union.id],
    queryFn: ({ signal }) => getHistory(union.id, signal),
  });
  const Asking = asked === null || asked === 'create' ? null : modals[asked];
  const offers: readonly (readonly [Asked, boolean])[] = [
    ['create', union.mayChange && union.level !== 'GROUP'],
    ['rename', union.mayChange],
    ['move', union.mayTake],
    ['dissolve', union.mayTake],
  ];
  return (
    <Drawer open title={union.name} onClose={close} size="large">
      <div className={styles.page}>
        <Descriptions column={1} bordered size="small" items={factsOf(t, union)} />
        <Space wrap>
          {offers.map(([what, may]) =>
            may ? (
              <Button key={what} danger={what === 'dissolve'} onClick={() => setAsked(what)}>
                {t(`unions.${what}`)}
              </Button>
            ) : null,
          )}
        </Space>
        <h2>{t('unions.history')}</h2>
        <Loaded of={history} heights={[120]}>
          {(data) => <Steps history={data} />}
        </Loaded>
      </div>
      {asked === 'create' ? <CreateUnion parent={union} close={close} /> : null}
      {Asking ? <Asking union={union} close={close} /> : null}
    </Drawer>
  );
}

function factsOf(t: TFunction, union: OrgTreeRow) {
  return [
    { key: 'level', label: t('unions.level'), children: t(`unions.levels.${union.level}`) },
    { key: 'parent', label: t('unions.parent'), children: union.parentName ?? '—' },
    { key: 'park', label: t('unions.park'), children: union.parkName ?? t('unions.noPark') },
    { key: 'below', label: t('unions.below'), children: formatCount(union.children) },
    {
      key: 'members',
      label: t('unions.members'),
      children: (
        <Link className={styles.textLink} to={`/console/members?org=${union.id}`}>
          {t('unions.toMembers', { count: formatCount(union.members) })}
        </Link>
      ),
    },
    { key: 'officers', label: t('unions.officers'), children: formatCount(union.officers) },
  ];
}

function Steps({ history }: { readonly history: OrgHistory }) {
  const { t } = useTranslation();
  const districts = useQuery({ queryKey: ['districts'], queryFn: ({ signal }) => listDistricts(signal) });
  if (history.items.length === 0) return <p className={styles.muted}>{t('unions.noHistory')}</p>;
  const districtOf = (code: string | null): string =>
    districts.data?.find((district) => district.code === code)?.name ?? t('unions.ofPark');
  return (
    <Timeline
      items={history.items.map(({ id, at, by, kind, from, to, reason }) => ({
        key: id,
        content: (
          <>
            {kind === 'PLACED'
              ? t('unions.step.PLACED', { to: districtOf(to) })
              : t(`unions.step.${kind === 'ASSESSED' ? `ASSESSED_${to}` : kind}`, { from, to })}
            <p className={styles.muted}>{[formatTime(at), by, reason].filter(Boolean).join(' · ')}</p>
          </>
        ),
      }))}
    />
  );
}
