import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatDay, formatRate } from '../../shared/format.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import { type GoalRequest, type GoalView, listGoals, setGoal, withdrawGoal } from '../api/overview.js';
import styles from '../console.module.css';
import { OrgSelect } from '../org-select.js';
import { FoldingTable } from '../folding-table.js';
import { useAction } from '../use-action.js';
import { indicators } from './rates.js';

interface Fields extends Omit<GoalRequest, 'goalBps'> {
  readonly percent: number;
}

/** What the federation wants to reach; a goal of a park holds there in place of the city's. */
export function GoalsModal({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const goals = useQuery({ queryKey: ['goals'], queryFn: ({ signal }) => listGoals(signal) });
  const set = useAction(({ percent, ...goal }: Fields) => setGoal({ ...goal, goalBps: Math.round(percent * 100) }), {
    said: t('overview.goalSet'),
  });
  return (
    <Modal
      open
      title={t('overview.editGoals')}
      width={720}
      onCancel={close}
      onOk={form.submit}
      okText={t('overview.setGoal')}
      confirmLoading={set.isPending}
    >
      <Loaded of={goals} heights={[160]}>
        {(items) => <GoalTable goals={items} />}
      </Loaded>
      <Form form={form} layout="vertical" onFinish={(fields) => set.mutate(fields)}>
        <div className={styles.columns}>
          <Form.Item name="indicator" label={t('overview.indicator')} rules={[{ required: true }]}>
            <Select options={indicators.map((name) => ({ value: name, label: t(`overview.${name}`) }))} />
          </Form.Item>
          <Form.Item name="orgId" label={t('overview.goalOf')} rules={[{ required: true }]}>
            <OrgSelect />
          </Form.Item>
          <Form.Item name="percent" label={t('overview.percent')} rules={[{ required: true }]}>
            <InputNumber min={0.01} max={100} precision={2} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="byOn" label={t('overview.byOn')} rules={[{ required: true }]}>
            <Input type="date" />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}

function GoalTable({ goals }: { readonly goals: readonly GoalView[] }) {
  const { t } = useTranslation();
  const withdrawn = useAction((id: string) => withdrawGoal(id), { said: t('overview.goalWithdrawn') });
  if (goals.length === 0) return <EmptyState title={t('overview.noGoals')} />;
  return (
    <FoldingTable<GoalView>
      rowKey={({ id }) => id}
      rows={goals}
      columns={[
        { title: t('overview.indicator'), render: (_, goal) => t(`overview.${goal.indicator}`) },
        { title: t('overview.goalOf'), dataIndex: 'orgName' },
        { title: t('overview.percent'), align: 'right', render: (_, goal) => formatRate(goal.goalBps / 10_000) },
        { title: t('overview.byOn'), render: (_, goal) => formatDay(goal.byOn) },
        { title: t('overview.setBy'), render: (_, goal) => goal.setBy ?? '—' },
        {
          title: t('overview.goalActions'),
          render: (_, goal) => (
            <Button
              size="small"
              aria-label={`${t('overview.withdrawGoal')} ${goal.orgName} ${t(`overview.${goal.indicator}`)}`}
              loading={withdrawn.isPending}
              onClick={() => withdrawn.mutate(goal.id)}
            >
              {t('overview.withdrawGoal')}
            </Button>
          ),
        },
      ]}
    />
  );
}
