/* In place of the skin's scrollbars, which make regions without a name: browsers draw their own.
   The skin's script asks for the scroll position of its navigation: none is kept. */
window.SimpleBar = { instances: new WeakMap() };
