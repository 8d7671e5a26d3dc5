import { catalogue } from '../../../shared/errors.js';

/** Every way campaigns say no. */
export const campaignErrors = catalogue({
  CAMPAIGN_NOT_FOUND: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'There is no such campaign in the part of the union you look after.',
  },
  CAMPAIGN_VERSION_UNKNOWN: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'The campaign never had this version.',
  },
  CAMPAIGN_ID_TAKEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Another campaign already has this id. Choose another one.',
  },
  CAMPAIGN_OWNER_UNKNOWN: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The owner must be a union organisation you look after.',
  },
  CAMPAIGN_FIXED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'A campaign keeps its id and its owner. Make a new campaign instead.',
  },
  CAMPAIGN_STATE_CONFLICT: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The campaign is not in a state that allows this.',
  },
  CAMPAIGN_CHANGED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Somebody changed this campaign after you opened it. Look at what it says now, then decide.',
  },
  CAMPAIGN_PUBLISH_TIME: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'Choose a time to publish that is still to come and lies before the end of the campaign.',
  },
  CAMPAIGN_NOT_RUNNING: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The campaign does not run: it was not published yet, or it has ended.',
  },
  CAMPAIGN_PROBLEMS: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The campaign cannot be published as it is. Correct every problem listed, then publish again.',
  },
  SAME_PERSON: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Whoever made or submitted a campaign cannot check it. Ask another officer.',
  },
  CAMPAIGN_WITHOUT_BUDGET: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The campaign has no budget to change. Add one in a new version.',
  },
  BELOW_COMMITTED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The budget cannot be cut below what is already spent or held.',
  },
});
