/**
 * Files by their content: packages are kept once, whoever uploads them. Starting point:
 * {@link io.stardust.server.file.BlobStore}.
 */
@NullMarked
package io.stardust.server.file;

import org.jspecify.annotations.NullMarked;
