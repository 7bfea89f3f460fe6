/** What an app reports of itself (upstream `AppInfo`). */
@NullMarked
package io.stardust.protocol.app;

import org.jspecify.annotations.NullMarked;
