/** What the tests of several modules share. */
package dev.hybridmim.platform.testing;
