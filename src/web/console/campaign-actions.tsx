import { Button, Input, Modal, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../shared/format.js';
import { navigate } from '../shared/router.js';
import { serverNow } from '../shared/server-clock.js';
import { actOnCampaign, planPublishing, type CampaignAction, type CampaignDetail } from './api/campaigns.js';
import { toInstant, toLocal } from './local-time.js';
import { useAction } from './use-action.js';

const CHECKS: readonly CampaignAction[] = ['APPROVE', 'REJECT'];
const PRIMARY: ReadonlySet<CampaignAction> = new Set(['SUBMIT', 'APPROVE', 'PUBLISH']);
const HOUR_MS = 3_600_000;

interface ActionsProps {
  readonly one: CampaignDetail;
  /** On the review page, where the checker sees what changed; elsewhere there is the way to it. */
  readonly isReview?: boolean;
}

/** Submitting, reviewing, publishing: one press, with a note where a reason is owed. */
export function CampaignActions({ one, isReview = false }: ActionsProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<CampaignAction | 'PLAN' | null>(null);
  const shown = one.actions.filter((action) => isReview || !CHECKS.includes(action));
  const mayCheck = one.actions.some((action) => CHECKS.includes(action));
  return (
    <Space wrap>
      {one.mayEdit && !isReview ? (
        <Button onClick={() => navigate(`/console/campaigns/${one.id}/edit`)}>{t('campaigns.edit')}</Button>
      ) : null}
      {isReview ? null : (
        <Button type={mayCheck ? 'primary' : 'default'} onClick={() => navigate(`/console/campaigns/${one.id}/review`)}>
          {t(mayCheck ? 'review.go' : 'review.look')}
        </Button>
      )}
      {shown.map((action) => (
        <Button
          key={action}
          type={PRIMARY.has(action) ? 'primary' : 'default'}
          danger={action === 'END'}
          onClick={() => setAsked(action)}
        >
          {t(`campaignAction.${action}`)}
        </Button>
      ))}
      {one.actions.includes('PUBLISH') ? <Button onClick={() => setAsked('PLAN')}>{t('publishAt.plan')}</Button> : null}
      {asked === 'PLAN' ? <PlanModal one={one} close={() => setAsked(null)} /> : null}
      {asked !== null && asked !== 'PLAN' ? (
        <ActionModal one={one} action={asked} close={() => setAsked(null)} />
      ) : null}
    </Space>
  );
}

interface ModalProps {
  readonly one: CampaignDetail;
  readonly close: () => void;
}

function ActionModal({ one, action, close }: ModalProps & { readonly action: CampaignAction }) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const said = note.trim();
  const acted = useAction(
    // The revision on this page: whoever decides, decides on what they saw.
    () => actOnCampaign(one.id, { action, revision: one.revision, ...(said ? { note: said } : {}) }),
    { said: t('campaigns.acted'), done: close },
  );
  const isOwed = action === 'REJECT';
  return (
    <Modal
      open
      title={`${t(`campaignAction.${action}`)} · ${one.label}`}
      onCancel={close}
      okText={t(`campaignAction.${action}`)}
      okButtonProps={{ disabled: isOwed && !said }}
      confirmLoading={acted.isPending}
      onOk={() => acted.mutate(undefined)}
    >
      <p>{t(`campaignActionWhy.${action}`)}</p>
      <label htmlFor="campaign-note">{t(isOwed ? 'review.reason' : 'campaigns.note')}</label>
      <Input.TextArea
        id="campaign-note"
        rows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </Modal>
  );
}

/** Publishing at a time of one's choice; the start of the campaign is what most people want. */
function PlanModal({ one, close }: ModalProps) {
  const { t } = useTranslation();
  const starts = Date.parse(one.definition.when.from);
  const proposed = one.publishAt ?? new Date(Math.max(starts, serverNow() + HOUR_MS)).toISOString();
  const [local, setLocal] = useState(toLocal(proposed));
  const planned = useAction(
    (publishAt: string | null) => planPublishing(one.id, { publishAt, revision: one.revision }),
    { said: t('campaigns.acted'), done: close },
  );
  return (
    <Modal
      open
      title={`${t('publishAt.plan')} · ${one.label}`}
      onCancel={close}
      okText={t('publishAt.plan')}
      okButtonProps={{ disabled: !local }}
      confirmLoading={planned.isPending}
      onOk={() => planned.mutate(toInstant(local))}
    >
      <p>{t('publishAt.why')}</p>
      <label htmlFor="publish-at">{t('publishAt.time')}</label>
      <Input id="publish-at" type="datetime-local" value={local} onChange={(event) => setLocal(event.target.value)} />
      {one.publishAt ? (
        <p>
          {t('publishAt.planned', { time: formatTime(one.publishAt) })}{' '}
          <Button type="link" onClick={() => planned.mutate(null)}>
            {t('publishAt.cancel')}
          </Button>
        </p>
      ) : null}
    </Modal>
  );
}
