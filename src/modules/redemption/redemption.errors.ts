import { catalogue } from '../../shared/errors.js';
import { NOTHING_AT_TILL } from '../benefits/index.js';

/** The code may come from a phone that was offline or from plastic: a cashier sees which, the code does not always say. */
const notGoodNow = (plastic: string): string => `手机请联网一次后再出示；实体卡${plastic}，请顾客联系工会`;

/** Every way a till can be told no; `cashierMessage` is what the cashier reads out. */
export const redemptionErrors = catalogue({
  KEY_MISSING: {
    kind: 'INVALID',
    retryable: false,
    message:
      'Send an Idempotency-Key header: 1 to 64 letters, digits, ".", "_", ":" or "-", one per attempt to do one thing.',
  },
  KEY_REUSED: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'This idempotency key was used for another request. Take a new key for a new request.',
    cashierMessage: '单号重复，请重新收款',
  },
  REQUEST_UNKNOWN: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'No request with this key has arrived from this terminal.',
  },
  REVERSED_BEFORE_ARRIVAL: {
    kind: 'CONFLICT',
    retryable: true,
    message: 'This request was taken back before it arrived. Nothing was redeemed; use a new key.',
    cashierMessage: '这笔已撤销，请重新扫码',
  },
  CODE_MALFORMED: {
    kind: 'INVALID',
    retryable: false,
    message: 'This is not the code of a worker card. Scan the code on the phone again.',
    cashierMessage: '这不是职工卡的码，请重新扫描',
  },
  CODE_FORGED: {
    kind: 'INVALID',
    retryable: false,
    message: 'This code was not made by the phone it claims to come from.',
    cashierMessage: '无法识别此码，请让顾客刷新后再扫',
  },
  CODE_EXPIRED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This code is too old or from a clock that is wrong. Scan the code the phone shows now.',
    cashierMessage: '码已过期，请让顾客刷新后再扫',
  },
  PASS_EXPIRED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The phone was offline for too long. It must go online once, then show a new code.',
    cashierMessage: notGoodNow('已过有效期'),
  },
  PASS_INVALID: {
    kind: 'CONFLICT',
    retryable: false,
    message:
      'The phone must renew its card: go online once, then show a new code. A plastic card is void, replaced or not activated.',
    cashierMessage: notGoodNow('未激活或已更换'),
  },
  KEY_UNKNOWN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The key this code was made with is not known or was withdrawn. The phone must go online once.',
    cashierMessage: notGoodNow('已作废'),
  },
  DEVICE_REPLACED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Another phone is bound to this card now.',
    cashierMessage: '此卡已绑定到别的手机，请用新手机出示',
  },
  CODE_USED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This code was used. Scan the code the phone shows now.',
    cashierMessage: '这个码已用过，请让顾客刷新后再扫',
  },
  CODE_IN_USE: {
    kind: 'CONFLICT',
    retryable: true,
    message: 'Another till has this code on its screen. Scan the code the phone shows next.',
    cashierMessage: '这个码正在别的收银台使用，请扫新码',
  },
  QUOTE_UNKNOWN: {
    kind: 'CONFLICT',
    retryable: true,
    message: 'This is not the quote this terminal got last for this code, or it is over. Quote again.',
    cashierMessage: '试算已失效，请重新试算',
  },
  TOO_MANY_CYCLES: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This basket was redeemed and taken back too often. Ring it up as a new ticket.',
    cashierMessage: '同一小票反复核销撤销次数过多，请重新开单',
  },
  CARD_NOT_ACTIVE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The card is not active.',
    cashierMessage: '此卡当前不可用，请顾客在手机上查看',
  },
  NO_BENEFIT: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'No benefit applies to this basket here and now.',
    cashierMessage: NOTHING_AT_TILL.NO_BENEFIT,
  },
  NOT_AVAILABLE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This benefit cannot be used here and now.',
    cashierMessage: NOTHING_AT_TILL.NOT_AVAILABLE,
  },
  NOT_HERE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This benefit is not given at this store.',
    cashierMessage: '该优惠不在本店使用',
  },
  NOT_NOW: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This benefit is not given at this time.',
    cashierMessage: '该优惠现在不在使用时段',
  },
  ITEM_MISSING: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The item of this benefit is not in the basket.',
    cashierMessage: '购物篮里没有活动商品',
  },
  BELOW_MINIMUM: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The basket is below the minimum.',
    cashierMessage: '还没到优惠门槛',
  },
  CAMPAIGN_NOT_RUNNING: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This campaign is not running.',
    cashierMessage: '该活动未在进行',
  },
  PHONE_CODE_NEEDED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This benefit needs the code on the phone.',
    cashierMessage: '请顾客出示手机上的动态码',
  },
  PIN_WRONG: {
    kind: 'CONFLICT',
    retryable: true,
    message: 'The PIN is wrong. The answer says how many tries are left; use a new key for the next one.',
    cashierMessage: '卡密码不对，请顾客重新输入',
  },
  PIN_LOCKED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The PIN was wrong five times and is locked until it is reset at the desk of the union.',
    cashierMessage: '卡密码已锁定，请顾客到工会窗口重置',
  },
  PIN_NOT_SET: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This card has no PIN yet. Its holder sets one in the app or at the desk.',
    cashierMessage: '此卡还没有设置密码，请改用手机确认',
  },
  PHONE_NOT_BOUND: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'No phone is bound to this card that could confirm.',
    cashierMessage: '此卡没有绑定手机，请改用卡密码',
  },
  CONFIRMATION_DENIED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The holder said no on the phone.',
    cashierMessage: '持卡人在手机上没有同意',
  },
  CONFIRMATION_EXPIRED: {
    kind: 'CONFLICT',
    retryable: true,
    message: 'Nobody confirmed on the phone within two minutes. Use a new key to ask again.',
    cashierMessage: '手机确认超时，请重新发起',
  },
  CONFIRMATION_UNKNOWN: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'No till waits for this, or it is over.',
  },
  CONFIRMATION_NOT_SIGNED: {
    kind: 'FORBIDDEN',
    retryable: false,
    message: 'Only the phone that is bound to the card can confirm.',
  },
  SHORT_NUMBER_OFF: {
    kind: 'LIMITED',
    retryable: true,
    message:
      'Five short numbers of this card were wrong at this terminal. It takes none of them for an hour; scan the code instead.',
    cashierMessage: '短码输错次数过多，请改扫手机二维码',
  },
  SHORT_NUMBER_LIMIT: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This basket is too large for a short number. Scan the code on the phone.',
    cashierMessage: '金额超过短码上限，请扫手机二维码',
  },
  REDEMPTION_UNKNOWN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This terminal has no such redemption.',
    cashierMessage: '本机没有这笔核销',
  },
  OVER_AMOUNT: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'More comes back than is left of this redemption, or an item that is not in it.',
    cashierMessage: '退货超过这笔剩余的商品，请核对金额和商品',
  },
  AUTHORIZATION_UNKNOWN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This terminal has no such authorization.',
    cashierMessage: '本机没有这笔预授权',
  },
  OVER_HOLD: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The final basket is above the authorized one. Void and authorize again, or capture at most what is held.',
    cashierMessage: '超过预授权金额，请撤销后重新扫码',
  },
  ALREADY_CAPTURED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This authorization was captured before.',
    cashierMessage: '这笔预授权已经确认过了',
  },
  ALREADY_VOIDED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This authorization was voided before.',
    cashierMessage: '这笔预授权已经撤销了',
  },
  AUTHORIZATION_EXPIRED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This authorization has lapsed; what it held is free again.',
    cashierMessage: '预授权已过期，请重新扫码',
  },
  ALREADY_REVERSED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This redemption was reversed before.',
    cashierMessage: '这笔已经撤销过了',
  },
  NOTHING_REDEEMED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This attempt was declined, there is nothing to reverse.',
    cashierMessage: '这笔没有核销成功，无需撤销',
  },
  TOO_LATE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The time to reverse this redemption is over.',
    cashierMessage: '已超过可撤销时间',
  },
  TOO_MANY_FAILED_CODES: {
    kind: 'LIMITED',
    retryable: true,
    message: 'Too many codes failed on this terminal. Wait, then scan again.',
    cashierMessage: '扫码失败次数过多，请稍后再试',
  },
});
