import { Button, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatFen } from '../shared/format.js';
import { type CampaignDetail, changeBudget } from './api/campaigns.js';
import { useAction } from './use-action.js';

/** Raises or cuts the budget of what runs; what was spent or promised stays covered. */
export function BudgetChange({ one, label }: { readonly one: CampaignDetail; readonly label: string }) {
  const [isOpen, setOpen] = useState(false);
  if (!one.mayChangeBudget) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{label}</Button>
      {isOpen ? <BudgetModal one={one} label={label} close={() => setOpen(false)} /> : null}
    </>
  );
}

interface ModalProps {
  readonly one: CampaignDetail;
  readonly label: string;
  readonly close: () => void;
}

function BudgetModal({ one, label, close }: ModalProps) {
  const { t } = useTranslation();
  const [yuan, setYuan] = useState<number | null>(one.totalFen / 100);
  const changed = useAction((totalFen: number) => changeBudget(one.id, totalFen), {
    said: t('campaigns.acted'),
    done: close,
  });
  return (
    <Modal
      open
      title={`${label} · ${one.label}`}
      onCancel={close}
      okText={label}
      okButtonProps={{ disabled: yuan === null || Math.round(yuan * 100) === one.totalFen }}
      confirmLoading={changed.isPending}
      onOk={() => (yuan === null ? undefined : changed.mutate(Math.round(yuan * 100)))}
    >
      <p>{t('campaigns.budgetNow', { total: formatFen(one.totalFen), used: formatFen(one.spentFen + one.heldFen) })}</p>
      <label htmlFor="campaign-budget">{t('campaigns.budgetNext')}</label>
      <InputNumber
        id="campaign-budget"
        prefix="¥"
        min={0}
        precision={2}
        style={{ width: '100%' }}
        value={yuan}
        onChange={setYuan}
      />
    </Modal>
  );
}
