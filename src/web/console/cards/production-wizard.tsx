import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Form, InputNumber, Modal, Radio, Statistic } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../shared/ui/states.js';
import { findOutlook, type ProductionOutlook, requestProduction } from '../api/card-production.js';
import styles from '../console.module.css';
import { OrgSelect } from '../org-select.js';
import { useAction } from '../use-action.js';

const cardsMaxMax = 5_000;

/** How many there are, before anything is asked for. */
function Outlook({ of }: { readonly of: UseQueryResult<ProductionOutlook> }) {
  const { t } = useTranslation();
  if (of.isPending) return <Skeleton heights={[64]} />;
  if (!of.data) return <ErrorState error={of.error} retry={() => void of.refetch()} />;
  const { applied, withoutPlastic, withoutCard, inBatches } = of.data;
  return (
    <div className={styles.counts}>
      <Statistic title={t('production.applied')} value={applied} />
      <Statistic title={t('production.withoutPlastic')} value={withoutPlastic} />
      <Statistic title={t('production.withoutCard')} value={withoutCard} />
      <Statistic title={t('production.inBatches')} value={inBatches} />
    </div>
  );
}

/** Which union, whom of it, and how many at most. */
export function ProductionWizard({ close, done }: { readonly close: () => void; readonly done: (id: string) => void }) {
  const { t } = useTranslation();
  const [orgId, setOrgId] = useState('');
  const [audience, setAudience] = useState<'APPLIED' | 'WITHOUT_PLASTIC'>('APPLIED');
  const [cardsMax, setCardsMax] = useState<number | null>(null);
  const outlook = useQuery({
    queryKey: ['production-outlook', orgId],
    queryFn: ({ signal }) => findOutlook(orgId, signal),
    enabled: orgId !== '',
  });
  const isForNobody = audience === 'APPLIED' && outlook.data?.applied === 0;
  const asked = useAction(requestProduction, {
    said: t('production.asked'),
    done: ({ batchId }) => {
      close();
      done(batchId);
    },
  });
  return (
    <Modal
      open
      title={t('production.new')}
      onCancel={close}
      okText={t('production.ask')}
      okButtonProps={{ disabled: !orgId || isForNobody }}
      confirmLoading={asked.isPending}
      onOk={() => asked.mutate({ orgId, audience, ...(cardsMax ? { cardsMax } : {}) })}
    >
      <p className={styles.muted}>{t('production.why')}</p>
      <Form layout="vertical">
        <Form.Item label={t('imports.org')} htmlFor="production-org">
          <OrgSelect id="production-org" value={orgId || undefined} onChange={setOrgId} />
        </Form.Item>
        {orgId ? <Outlook of={outlook} /> : null}
        <Form.Item label={t('production.who')} {...(isForNobody ? { extra: t('production.nobodyApplied') } : {})}>
          <Radio.Group
            value={audience}
            onChange={(event) => setAudience(event.target.value === 'APPLIED' ? 'APPLIED' : 'WITHOUT_PLASTIC')}
          >
            <Radio value="APPLIED">{t('production.audience.APPLIED')}</Radio>
            <Radio value="WITHOUT_PLASTIC">{t('production.audience.WITHOUT_PLASTIC')}</Radio>
          </Radio.Group>
        </Form.Item>
        <Form.Item label={t('production.max')} htmlFor="production-max">
          <InputNumber
            id="production-max"
            min={1}
            max={cardsMaxMax}
            value={cardsMax}
            onChange={setCardsMax}
            style={{ width: '100%' }}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
