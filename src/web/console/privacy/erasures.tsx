import { Button, Popconfirm, Segmented, Space, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { decideErasure, type ErasureView, listErasures } from '../api/privacy.js';
import { PagedTable } from '../paged-table.js';
import { useAction } from '../use-action.js';

const states = ['REQUESTED', 'DONE', 'CANCELLED', 'REFUSED'] as const;

/** What becomes of one request now: its day, a decision of somebody else, or how it ended. */
function Next({ one }: { readonly one: ErasureView }) {
  const { t } = useTranslation();
  const decided = useAction((approve: boolean) => decideErasure(one.id, approve), { said: t('privacy.decided') });
  if (one.state !== 'REQUESTED') return <>{one.endedAt ? formatTime(one.endedAt) : '—'}</>;
  if (one.dueAt) return <>{t('privacy.due', { time: formatTime(one.dueAt) })}</>;
  if (!one.mayDecide) return <>{t('privacy.otherDecides')}</>;
  return (
    <Space>
      <Popconfirm title={t('privacy.eraseSure')} onConfirm={() => decided.mutate(true)}>
        <Button size="small" danger loading={decided.isPending}>
          {t('privacy.erase')}
        </Button>
      </Popconfirm>
      <Button size="small" loading={decided.isPending} onClick={() => decided.mutate(false)}>
        {t('privacy.refuse')}
      </Button>
    </Space>
  );
}

/** Deletions that wait, and those that ended. */
export function Erasures() {
  const { t } = useTranslation();
  const [state, setState] = useState<string>('REQUESTED');
  return (
    <>
      <Segmented
        value={state}
        onChange={setState}
        options={states.map((value) => ({ value, label: t(`privacy.state.${value}`) }))}
      />
      <PagedTable<ErasureView>
        queryKey={['erasures', state]}
        load={(cursor, signal) => listErasures(state, cursor, signal)}
        rowKey={(one) => one.id}
        empty={t('privacy.noErasures')}
        columns={[
          { title: t('members.name'), dataIndex: 'memberName' },
          { title: t('members.no'), render: (_, one) => one.memberNo || '—' },
          { title: t('members.org'), dataIndex: 'orgName' },
          {
            title: t('privacy.origin'),
            render: (_, one) => t(`privacy.by.${one.origin}`, { who: one.requestedBy ?? '' }),
          },
          { title: t('privacy.asked'), render: (_, one) => formatTime(one.requestedAt) },
          { title: t('privacy.reason'), render: (_, one) => one.reason ?? '—' },
          {
            title: t('privacy.stateTitle'),
            render: (_, one) => <Tag>{t(`privacy.state.${one.state}`)}</Tag>,
          },
          { title: t('privacy.next'), render: (_, one) => <Next one={one} /> },
        ]}
      />
    </>
  );
}
