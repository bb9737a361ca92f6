/** One way to read and write JSON: strict when reading, stable when writing. */
package dev.hybridmim.platform.json;
