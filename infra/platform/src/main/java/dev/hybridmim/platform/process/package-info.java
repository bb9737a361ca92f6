/** How a child process notices that its launcher is gone. */
package dev.hybridmim.platform.process;
