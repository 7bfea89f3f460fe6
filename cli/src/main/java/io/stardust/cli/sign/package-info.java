/** Signs packages, on this machine alone: private keys go nowhere. Starting point: {@link KeyFile}. */
@NullMarked
package io.stardust.cli.sign;

import org.jspecify.annotations.NullMarked;
