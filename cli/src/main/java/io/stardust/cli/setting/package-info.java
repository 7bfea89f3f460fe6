/** Verbs about the settings of the server. */
@NullMarked
package io.stardust.cli.setting;

import org.jspecify.annotations.NullMarked;
