// Loaded into a process under test: stands its event loop still for good when told to.
process.on('message', (message) => {
  if (message === 'block') for (;;);
});
