"""What Streamlit does not do by itself: headers, compression, Chinese frame, older browsers, routes, errors."""
