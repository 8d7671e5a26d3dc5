const { types } = require('node:util');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Jest gives tests a global scope of their own, so an error thrown by Node itself is not an `instanceof Error` there and
 * code that asks takes another branch than in the product. Here it is one.
 */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    const { Error: TestError } = this.global;
    const ordinary = Function.prototype[Symbol.hasInstance];
    Object.defineProperty(TestError, Symbol.hasInstance, {
      value(value) {
        return (this === TestError && types.isNativeError(value)) || ordinary.call(this, value);
      },
    });
  }
};
