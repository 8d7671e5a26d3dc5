import { Alert, Button, Drawer, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatTime } from '../../shared/format.js';
import {
  addToList,
  createList,
  type ListChange,
  listListMembers,
  listLists,
  type ListMember,
  type ListView,
  type NewListRequest,
  removeFromList,
} from '../api/lists.js';
import styles from '../console.module.css';
import { OrgSelect } from '../org-select.js';
import { PagedTable } from '../paged-table.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';

const REFUSED_SHOWN_MAX = 100;

function NewList({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<NewListRequest>();
  const created = useAction(createList, { said: t('lists.created'), done: close });
  return (
    <Modal open title={t('lists.new')} onCancel={close} onOk={form.submit} confirmLoading={created.isPending}>
      <Form form={form} layout="vertical" onFinish={(request: NewListRequest) => created.mutate(request)}>
        <Form.Item name="name" label={t('lists.name')} rules={[{ required: true, max: 100 }]}>
          <Input />
        </Form.Item>
        <Form.Item
          name="id"
          label={t('lists.id')}
          extra={t('lists.idHint')}
          rules={[{ required: true, pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/ }]}
        >
          <Input />
        </Form.Item>
        <Form.Item name="ownerOrgId" label={t('lists.owner')} rules={[{ required: true }]}>
          <OrgSelect />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** What became of the pasted lines; those that were refused say why. */
function Change({ change }: { readonly change: ListChange }) {
  const { t } = useTranslation();
  const { changed, unchanged, size, refused } = change;
  return (
    <>
      <Alert
        type="success"
        showIcon
        title={t('lists.added', {
          changed: formatCount(changed),
          unchanged: formatCount(unchanged),
          size: formatCount(size),
        })}
      />
      {refused.length > 0 ? (
        <Alert
          type="warning"
          title={t('lists.refused')}
          description={
            <ul>
              {refused.slice(0, REFUSED_SHOWN_MAX).map(({ row, reason, maskedValue }) => (
                <li key={row}>{t('lists.row', { row, value: maskedValue, why: t(`lists.reason.${reason}`) })}</li>
              ))}
            </ul>
          }
        />
      ) : null}
    </>
  );
}

function AddPeople({ list }: { readonly list: ListView }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const added = useAction((lines: string) => addToList(list.id, lines), { done: () => setText('') });
  return (
    <div className={styles.page}>
      <Form layout="vertical">
        <Form.Item label={t('lists.add')} extra={t('lists.addHint')} htmlFor="list-people">
          <Input.TextArea
            id="list-people"
            rows={6}
            value={text}
            maxLength={200_000}
            onChange={(event) => setText(event.target.value)}
          />
        </Form.Item>
        <Button
          type="primary"
          loading={added.isPending}
          disabled={text.trim() === ''}
          onClick={() => added.mutate(text)}
        >
          {t('lists.add')}
        </Button>
      </Form>
      {added.data ? <Change change={added.data} /> : null}
    </div>
  );
}

function ListDrawer({ list, close }: { readonly list: ListView; readonly close: () => void }) {
  const { t } = useTranslation();
  const mayWrite = useMay('campaigns.write');
  const removed = useAction((memberId: string) => removeFromList(list.id, memberId), { said: t('lists.removed') });
  return (
    <Drawer open title={list.name} onClose={close} size="large">
      {mayWrite ? <AddPeople list={list} /> : null}
      <h2>{t('lists.members')}</h2>
      <PagedTable<ListMember>
        queryKey={['list-members', list.id]}
        load={(cursor, signal) => listListMembers(list.id, cursor, signal)}
        rowKey={({ memberId }) => memberId}
        empty={t('lists.noMembers')}
        columns={[
          { title: t('members.name'), dataIndex: 'name' },
          { title: t('members.no'), dataIndex: 'memberNo' },
          { title: t('members.org'), dataIndex: 'orgName' },
          {
            title: '',
            render: (_, { memberId }) =>
              mayWrite ? (
                <Button size="small" onClick={() => removed.mutate(memberId)}>
                  {t('lists.remove')}
                </Button>
              ) : null,
          },
        ]}
      />
    </Drawer>
  );
}

/** Named lists of members that campaigns may be aimed at. */
export default function ListsPage() {
  const { t } = useTranslation();
  const mayWrite = useMay('campaigns.write');
  const [making, setMaking] = useState(false);
  const [opened, setOpened] = useState<ListView | null>(null);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.lists')}</h1>
        {mayWrite ? (
          <Button type="primary" onClick={() => setMaking(true)}>
            {t('lists.new')}
          </Button>
        ) : null}
      </div>
      <section className={styles.panel}>
        <PagedTable<ListView>
          queryKey={['lists']}
          load={listLists}
          rowKey={({ id }) => id}
          empty={t('lists.empty')}
          columns={[
            {
              title: t('lists.name'),
              render: (_, list) => (
                <Button type="link" size="small" onClick={() => setOpened(list)}>
                  {list.name}
                </Button>
              ),
            },
            { title: t('lists.id'), dataIndex: 'id' },
            { title: t('lists.owner'), dataIndex: 'ownerName' },
            { title: t('lists.size'), render: (_, { size }) => formatCount(size) },
            { title: t('lists.made'), render: (_, { createdAt }) => formatTime(createdAt) },
          ]}
        />
      </section>
      {making ? <NewList close={() => setMaking(false)} /> : null}
      {opened ? <ListDrawer list={opened} close={() => setOpened(null)} /> : null}
    </div>
  );
}
