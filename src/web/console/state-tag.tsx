import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const colours: Readonly<Record<string, string>> = {
  ACTIVE: 'success',
  PUBLISHED: 'success',
  REDEEMED: 'success',
  DONE: 'success',
  OPEN: 'success',
  IN_REVIEW: 'warning',
  PAUSED: 'warning',
  FROZEN: 'warning',
  PARTIALLY_REVERSED: 'warning',
  RUNNING: 'processing',
  GRANTING: 'processing',
  UPLOADED: 'processing',
  CHECKING: 'processing',
  COMMITTING: 'processing',
  UNDOING: 'processing',
  MAPPING: 'warning',
  CHECKED: 'warning',
  APPROVED: 'processing',
  LOST: 'error',
  FAILED: 'error',
  DECLINED: 'error',
  SUSPENDED: 'error',
  DEAD: 'error',
  REPLAYED: 'success',
  PRODUCTION_COLLECTING: 'processing',
  PRODUCTION_IN_REVIEW: 'warning',
  PRODUCTION_PRODUCING: 'processing',
  PRODUCTION_PRODUCED: 'success',
  TAKEOVER_CHECKING: 'processing',
  TAKEOVER_CHECKED: 'warning',
  TAKEOVER_TAKING: 'processing',
  TAKEOVER_DONE: 'success',
  TAKEOVER_FAILED: 'error',
};

/** A state in words, with a colour beside them. */
export function StateTag({ state }: { readonly state: string }) {
  const { t } = useTranslation();
  return <Tag color={colours[state] ?? 'default'}>{t(`state.${state}`, { defaultValue: state })}</Tag>;
}
