"""Everything of Streamlit that pages share."""
