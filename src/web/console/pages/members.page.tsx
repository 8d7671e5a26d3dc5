import { Button, Descriptions, Drawer, Form, Input, Modal, Select, Space, Tag } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { Link, navigate, useQueryParams } from '../../shared/router.js';
import { listCategoryCodes, proposeCategory, type CaseRequest } from '../api/categories.js';
import { Loaded } from '../../shared/ui/states.js';
import { getMember, listMembers, reveal, type MemberView } from '../api/members.js';
import { categoryName } from '../categories/category-text.js';
import { useCategoryName } from '../categories/use-category-name.js';
import styles from '../console.module.css';
import { MemberStanding } from '../membership/member-standing.js';
import { OrgSelect } from '../org-select.js';
import { PagedTable } from '../paged-table.js';
import { ErasureModal } from '../privacy/erasure-modal.js';
import { StateTag } from '../state-tag.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';

/** Full numbers for a stated purpose; the purpose is kept in the audit trail. */
function RevealModal({ member, close }: { readonly member: MemberView; readonly close: () => void }) {
  const { t } = useTranslation();
  const [purpose, setPurpose] = useState('');
  const revealed = useAction((why: string) => reveal(member.id, why));
  return (
    <Modal
      open
      title={t('members.reveal')}
      onCancel={close}
      okText={t('members.revealAction')}
      okButtonProps={{ disabled: purpose.trim().length < 4, loading: revealed.isPending }}
      onOk={() => (revealed.data ? close() : revealed.mutate(purpose.trim()))}
    >
      {revealed.data ? (
        <Descriptions
          column={1}
          items={[
            { key: 'id', label: t('members.idNumber'), children: revealed.data.idNumber },
            { key: 'phone', label: t('members.phone'), children: revealed.data.phone ?? '—' },
          ]}
        />
      ) : (
        <Form layout="vertical">
          <Form.Item label={t('members.purpose')} extra={t('members.purposeHint')}>
            <Input value={purpose} maxLength={200} onChange={(event) => setPurpose(event.target.value)} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}

interface CategoryFields {
  readonly code: string;
  readonly level?: string;
  readonly untilOn?: string;
  readonly basis: string;
}

/** Proposes a category; somebody else decides. */
function CategoryModal({ member, close }: { readonly member: MemberView; readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<CategoryFields>();
  const code = Form.useWatch('code', form);
  const codes = useQuery({ queryKey: ['category-codes'], queryFn: listCategoryCodes });
  const levels = codes.data?.find((one) => one.code === code)?.levels ?? [];
  const proposed = useAction((body: CaseRequest) => proposeCategory(member.id, body), {
    said: t('members.proposed'),
    // Its evidence comes next.
    done: ({ id }) => navigate(`/console/categories/cases/${id}`),
  });
  const submit = ({ code, level, untilOn, basis }: CategoryFields): void =>
    proposed.mutate({ code, basis, ...(level ? { level } : {}), ...(untilOn ? { untilOn } : {}) });
  return (
    <Modal open title={t('members.propose')} onCancel={close} onOk={form.submit} confirmLoading={proposed.isPending}>
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="code" label={t('members.category')} rules={[{ required: true }]}>
          <Select
            loading={codes.isPending}
            options={(codes.data ?? [])
              .filter(({ retired }) => !retired)
              .map((one) => ({ value: one.code, label: categoryName(t, one.code, one.name) }))}
          />
        </Form.Item>
        {levels.length ? (
          <Form.Item name="level" label={t('members.level')} rules={[{ required: true }]}>
            <Select
              options={levels.map((level) => ({ value: level, label: t(`level.${level}`, { defaultValue: level }) }))}
            />
          </Form.Item>
        ) : null}
        <Form.Item name="untilOn" label={t('members.until')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="basis" label={t('members.basis')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function MemberFacts({ member }: { readonly member: MemberView }) {
  const { t } = useTranslation();
  const mayReveal = useMay('members.reveal');
  const mayPropose = useMay('categories.propose');
  const mayErase = useMay('erasures.request');
  const nameOf = useCategoryName(member.categories.length > 0);
  const [asking, setAsking] = useState<'reveal' | 'category' | 'erasure' | null>(null);
  const items = [
    { key: 'no', label: t('members.no'), children: member.memberNo },
    { key: 'membership', label: t('members.membership'), children: t(`members.standing.${member.membership}`) },
    { key: 'org', label: t('members.org'), children: member.orgName },
    { key: 'enterprise', label: t('members.enterprise'), children: member.enterpriseName ?? '—' },
    { key: 'id', label: t('members.idNumber'), children: member.idNumberMasked },
    { key: 'phone', label: t('members.phone'), children: member.phoneMasked ?? '—' },
    { key: 'joined', label: t('members.joined'), children: member.joinedOn === null ? '' : formatDay(member.joinedOn) },
    { key: 'card', label: t('members.card'), children: member.cardState ? <StateTag state={member.cardState} /> : '—' },
    {
      key: 'categories',
      label: t('members.categories'),
      children: member.categories.length
        ? member.categories.map((one) => (
            <Tag key={one.code}>
              {nameOf(one.code)}
              {one.untilOn ? ` · ${formatDay(one.untilOn)}` : ''}
            </Tag>
          ))
        : '—',
    },
  ];
  return (
    <div className={styles.page}>
      <Descriptions column={1} bordered size="small" items={items} />
      <Space wrap>
        {mayReveal ? <Button onClick={() => setAsking('reveal')}>{t('members.reveal')}</Button> : null}
        {mayPropose ? <Button onClick={() => setAsking('category')}>{t('members.propose')}</Button> : null}
        {mayErase ? (
          <Button danger onClick={() => setAsking('erasure')}>
            {t('privacy.eraseTitle')}
          </Button>
        ) : null}
        <Link className={styles.textLink} to={`/console/categories/members/${member.id}`}>
          {t('members.categoryHistory')}
        </Link>
      </Space>
      {asking === 'reveal' ? <RevealModal member={member} close={() => setAsking(null)} /> : null}
      {asking === 'erasure' ? <ErasureModal memberId={member.id} close={() => setAsking(null)} /> : null}
      {asking === 'category' ? <CategoryModal member={member} close={() => setAsking(null)} /> : null}
      <MemberStanding member={member} />
    </div>
  );
}

/** One member: what is known, what can be done, and what happened. */
function MemberDrawer({ id, close }: { readonly id: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const member = useQuery({ queryKey: ['member', id], queryFn: () => getMember(id) });
  return (
    <Drawer open title={member.data?.name ?? t('nav.members')} onClose={close} size="large">
      <Loaded of={member} heights={[280, 120]}>
        {(known) => <MemberFacts member={known} />}
      </Loaded>
    </Drawer>
  );
}

/** Members by name, phone, ID or member number; numbers are masked until somebody says why not. */
export default function MembersPage() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const opened = query.get('id');
  const setOpened = ({ id }: MemberView): void => change({ id });
  const [q, orgId] = [query.get('q') ?? '', query.get('org') ?? ''];
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.members')}</h1>
        <div className={styles.filters}>
          <Input.Search
            allowClear
            defaultValue={q}
            aria-label={t('members.search')}
            placeholder={t('members.search')}
            onSearch={(text) => change({ q: text.trim() })}
          />
          <div className={styles.unionFilter}>
            <OrgSelect
              allowClear
              label={t('members.ofUnion')}
              placeholder={t('org.all')}
              value={orgId || undefined}
              onChange={(org) => change({ org })}
            />
          </div>
        </div>
      </div>
      <section className={styles.panel}>
        <PagedTable<MemberView>
          queryKey={['members', q, orgId]}
          load={(cursor, signal) => listMembers({ q, orgId }, cursor, signal)}
          rowKey={(member) => member.id}
          empty={t(q || orgId ? 'members.noMatch' : 'members.empty')}
          open={setOpened}
          columns={[
            {
              title: t('members.name'),
              render: (_, member) => (
                <Button type="link" size="small" onClick={() => setOpened(member)}>
                  {member.name}
                </Button>
              ),
            },
            { title: t('members.no'), render: (_, member) => <span className={styles.number}>{member.memberNo}</span> },
            {
              title: t('members.phone'),
              render: (_, member) => <span className={styles.number}>{member.phoneMasked ?? '—'}</span>,
            },
            {
              title: t('members.idNumber'),
              render: (_, member) => <span className={styles.number}>{member.idNumberMasked}</span>,
            },
            { title: t('members.org'), dataIndex: 'orgName' },
            {
              title: t('members.card'),
              render: (_, member) => (member.cardState ? <StateTag state={member.cardState} /> : '—'),
            },
          ]}
        />
      </section>
      {opened ? <MemberDrawer key={opened} id={opened} close={() => change({ id: '' })} /> : null}
    </div>
  );
}
