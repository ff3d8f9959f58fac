"""What Streamlit does not do by itself: headers, compression, Chinese frame, older browsers, routes, errors."""

from ui.shell.arena import share_arena

share_arena()  # here, since what is imported next starts threads
