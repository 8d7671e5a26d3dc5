import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { applyForCard } from '../api/cards.js';
import { listMembers } from '../api/members.js';
import { useDebounced } from '../audience/use-debounced.js';
import { useAction } from '../use-action.js';

const waitMs = 300;

/** A card for one person: who, in which form, and why. */
export function ApplyModal({ close, done }: { readonly close: () => void; readonly done: (cardId: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [memberId, setMemberId] = useState<string | undefined>();
  const [form, setForm] = useState<'PHONE' | 'PLASTIC'>('PHONE');
  const [reason, setReason] = useState('');
  const q = useDebounced(typed.trim(), waitMs);
  const members = useQuery({
    queryKey: ['members', 'apply', q],
    queryFn: ({ signal }) => listMembers({ q }, '', signal),
    enabled: q !== '',
  });
  const applied = useAction(applyForCard, {
    said: t('cardApply.done'),
    done: ({ cardId }) => {
      close();
      done(cardId);
    },
  });
  const ready = memberId !== undefined && reason.trim().length >= 2;
  return (
    <Modal
      open
      title={t('cardApply.title')}
      onCancel={close}
      okText={t('cardApply.action')}
      okButtonProps={{ disabled: !ready }}
      confirmLoading={applied.isPending}
      onOk={() => (memberId ? applied.mutate({ memberId, form, reason: reason.trim() }) : undefined)}
    >
      <Form layout="vertical">
        <Form.Item label={t('cardApply.member')} htmlFor="apply-member" extra={t('cardApply.memberHint')}>
          <Select
            id="apply-member"
            showSearch={{ filterOption: false, onSearch: setTyped }}
            value={memberId ?? null}
            onChange={(id: string | null) => setMemberId(id ?? undefined)}
            loading={members.isFetching}
            notFoundContent={q ? t('cardApply.nobody') : null}
            options={(members.data?.items ?? []).map((member) => ({
              value: member.id,
              label: `${member.name} · ${member.memberNo} · ${member.orgName}`,
            }))}
          />
        </Form.Item>
        <Form.Item label={t('cardApply.form')}>
          <Radio.Group
            value={form}
            onChange={(event) => setForm(event.target.value === 'PLASTIC' ? 'PLASTIC' : 'PHONE')}
          >
            <Radio value="PHONE">{t('cardApply.PHONE')}</Radio>
            <Radio value="PLASTIC">{t('cardApply.PLASTIC')}</Radio>
          </Radio.Group>
        </Form.Item>
        <Form.Item label={t('cards.reason')} htmlFor="apply-reason" extra={t('cards.reasonHint')}>
          <Input id="apply-reason" value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
