/** What `help` prints. */
export const USAGE = `POS simulator: speaks the signed till API of a running demo.

  npm run -s pos -- code    --card NO                          the code the demo phone would show now
  npm run -s pos -- quote   --card NO | --code TEXT --amount-fen N   what the basket would get
  npm run -s pos -- redeem  --card NO | --code TEXT --amount-fen N   redeem, print the receipt
  npm run -s pos -- reverse --redemption ID | --original-key K       take a redemption back; with --amount-fen N a part of it
  npm run -s pos -- authorize --card NO | --code TEXT --amount-fen N   hold what the basket gets until the till was paid
  npm run -s pos -- capture --authorization ID --amount-fen N  redeem what is held, for the final amount
  npm run -s pos -- void    --authorization ID                 free what is held
  npm run -s pos -- find    --key K                            the stored answer of an attempt
  npm run -s pos -- list                                       this till's last redemptions
  npm run -s pos -- keys        [--root KEY]                   keys of codes; --root is the public key "admin root" printed (the demo's own)
  npm run -s pos -- revocations [--card NO]                    takes the lists of what counts no longer, and judges a card by them

  --terminal ID   which till of .data/demo.json (the first one)     --ticket T    the till's receipt number
  --key K         idempotency key of the attempt (a random one)     --benefit ID  only this campaign
  --cashier NAME  who serves                                        --quote ID    redeem what was quoted
  --reason TEXT   why it is taken back                              --json        print the answer object only
  --hold-minutes N  how long it is held (15, at most 1440)
  --pin N         the PIN of a plastic card, typed by its holder     --confirm     asks its holder on the phone and waits
  --kind s|n      shows a plastic card of the demo, or the short number its holder reads out; a phone's code otherwise
  --code -        reads the code from standard input

Exit code: 0 done · 1 refused or not reachable · 2 wrong command.`;
